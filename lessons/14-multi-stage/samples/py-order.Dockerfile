# Guestbook: in good order, and with its compiler on board
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest

RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
USER 10001

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
