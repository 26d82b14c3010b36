# Guestbook: a small web application in Python
FROM python:3.12-slim-bookworm

WORKDIR /app

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 guest

# What it needs, before what it is
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
USER guest

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
