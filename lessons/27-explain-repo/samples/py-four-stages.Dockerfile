# syntax=docker/dockerfile:1

# base holds the interpreter and the account, for every stage below
FROM python:3.12-slim AS base

# How Python and pip behave in this image
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# The catalogue never runs as root
RUN groupadd --gid 4200 shop \
    && useradd --uid 4200 --gid shop --shell /bin/bash --create-home shop

WORKDIR /srv/catalogue

# packages adds what the catalogue imports
FROM base AS packages

# psycopg2 is compiled against PostgreSQL's client
RUN apt-get update && apt-get install -y --no-install-recommends \
    gcc \
    libpq-dev \
    && rm -rf /var/lib/apt/lists/*

# Alone, so that a change of the code installs nothing again
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

# develop is for working on the catalogue
FROM packages AS develop

RUN pip install --no-cache-dir pytest pytest-cov black isort flake8 mypy

COPY --chown=shop:shop . .

USER shop

EXPOSE 8300

# Starts again after each change of the code
CMD ["flask", "run", "--host=0.0.0.0", "--port=8300", "--reload"]

# live is what is shipped
FROM packages AS live

COPY --chown=shop:shop . .

# Nobody needs these in production
RUN rm -rf tests/ docs/ *.md .git* .env.example

# gunicorn writes here
RUN mkdir -p logs && chown shop:shop logs

USER shop

EXPOSE 8300

HEALTHCHECK --interval=20s --timeout=4s --start-period=10s --retries=3 \
    CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8300/alive')" || exit 1

CMD ["gunicorn", "--bind", "0.0.0.0:8300", "--workers", "4", "--threads", "2", "wsgi:app"]
