# Invoices: its packages come from a private index
FROM python:3.12-slim-bookworm

ARG PIP_TOKEN
ENV DB_PASSWORD=swordfish

WORKDIR /srv/invoices
COPY requirements.txt ./
RUN pip install --no-cache-dir \
    --index-url "https://build:${PIP_TOKEN}@pypi.example.com/simple" \
    -r requirements.txt

COPY invoices ./invoices
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "invoices:app"]
