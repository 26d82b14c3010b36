# Guestbook: somebody has tried to make it smaller
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest

RUN apt-get update
RUN apt-get install -y --no-install-recommends libpq5
RUN rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
RUN rm -rf tests docs *.md .git
RUN chown -R 10001:10001 /app
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
