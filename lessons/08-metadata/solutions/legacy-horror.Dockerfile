# Invoices, as it was moved from the old server
FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.authors="Ada Example <ada@example.com>" \
      org.opencontainers.image.source="https://git.example.com/invoices"

WORKDIR /srv/invoices
VOLUME /srv/invoices/archive
COPY branding /srv/invoices/branding

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "invoices:app"]
