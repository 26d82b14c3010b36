# Guestbook: smaller, with tests, docs, *.md and .git in .dockerignore
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

COPY --chown=10001:10001 . .
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
