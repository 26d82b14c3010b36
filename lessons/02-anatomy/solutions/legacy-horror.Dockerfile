# syntax=docker/dockerfile:1
# Invoices, moved here from the old server

FROM python:3.12-slim AS base

# Show output at once
ENV PYTHONUNBUFFERED=1
# Where the service listens
ENV INVOICES_PORT=8000
ENV INVOICES_HOME=/srv/invoices

WORKDIR $INVOICES_HOME

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        # draws the letterhead
        libcairo2 \
        # talks to the database
        libpq5

COPY requirements.txt .
RUN pip install -r requirements.txt

RUN <<EOF
set -e
# not a comment of the Dockerfile: the shell skips it
useradd --uid 10001 invoices
mkdir -p /var/spool/invoices
EOF

# What we ship
FROM base AS service

# Application code
COPY . /srv/invoices

# Not root
USER 10001

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "invoices:app"]
