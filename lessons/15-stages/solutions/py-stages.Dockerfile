# Guestbook: one file for developing and for production

# What all stages share
FROM python:3.12-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --uid 10001 --create-home guest
WORKDIR /app

# Packages, and what compiles them
FROM base AS deps
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libpq-dev \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt ./
RUN pip install --prefix=/install -r requirements.txt

# Tools for developing
FROM deps AS dev
RUN cp -r /install/. /usr/local/
COPY requirements-dev.txt ./
RUN pip install -r requirements-dev.txt
COPY --chown=10001:10001 . .
USER 10001
CMD ["flask", "run", "--host", "0.0.0.0", "--port", "8000", "--reload"]

# What is shipped
FROM base AS production
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=deps /install /usr/local
COPY --chown=10001:10001 . .
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
