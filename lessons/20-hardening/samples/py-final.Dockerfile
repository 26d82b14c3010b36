# Guestbook: in production, and a little too open
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends sudo \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --groups sudo guest
WORKDIR /app
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH
COPY . .
RUN mkdir uploads && chmod 777 uploads

EXPOSE 8000
CMD sudo --user guest gunicorn --bind 0.0.0.0:8000 guestbook:app
