# Invoices, as it was moved from the old server
FROM python:3.12-slim-bookworm
MAINTAINER Ada Example <ada@example.com>

WORKDIR srv/invoices
VOLUME /srv/invoices/archive
ONBUILD COPY branding /srv/invoices/branding

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .

EXPOSE 8080:8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "invoices:app"]
