# Guestbook: the packages of the system, in one step
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcairo2 \
        libpq5 \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
