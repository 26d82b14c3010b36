# syntax=docker/dockerfile:1
# Invoices: its packages come from a private index
FROM python:3.12-slim-bookworm

# The password itself comes in a file when the container starts
ENV DB_PASSWORD_FILE=/run/secrets/db_password

WORKDIR /srv/invoices
COPY requirements.txt ./
RUN --mount=type=secret,id=pip_token,env=PIP_TOKEN \
    pip install --no-cache-dir \
    --index-url "https://build:${PIP_TOKEN}@pypi.example.com/simple" \
    -r requirements.txt

COPY invoices ./invoices
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "invoices:app"]
