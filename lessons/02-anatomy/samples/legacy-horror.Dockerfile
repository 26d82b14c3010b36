# Invoices, moved here from the old server
# syntax=docker/dockerfile:1

FROM python:3.12-slim as base

ENV PYTHONUNBUFFERED 1      # show output at once
ENV INVOICES_PORT=8000  # where the service listens
env INVOICES_HOME=/srv/invoices

WORKDIR $INVOICES_HOME

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        # draws the letterhead
        libcairo2 \
        # talks to the database
        libpq5 \

COPY requirements.txt .
RUN pip install -r requirements.txt

RUN <<EOF
set -e
# not a comment of the Dockerfile: the shell skips it
useradd --uid 10001 invoices
mkdir -p /var/spool/invoices
EOF

FROM base AS service # what we ship

COPY . /srv/invoices # application code

USER 10001 # not root

EXPOSE 8000
CMD ['gunicorn', '--bind', '0.0.0.0:8000', 'invoices:app']
