# syntax=docker/dockerfile:1

# Builds the web service. The first stage makes wheels of everything that has
# to be compiled, so that no compiler gets into the image that runs.
ARG PYTHON_VERSION=3.13
FROM python:${PYTHON_VERSION}-slim-bookworm AS wheels

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        build-essential \
        libffi-dev \
        libpq-dev \
        # needed by the image library
        libjpeg62-turbo-dev \
        zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /build
COPY requirements.txt constraints.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --wheel-dir /wheels --constraint constraints.txt --requirement requirements.txt

# The image that runs.
FROM python:${PYTHON_VERSION}-slim-bookworm AS runtime

LABEL org.opencontainers.image.title="orders" \
      org.opencontainers.image.description="Takes orders and passes them on" \
      org.opencontainers.image.licenses="Apache-2.0"

ENV PYTHONUNBUFFERED=1 \
    PATH="/home/app/.local/bin:${PATH}" \
    GUNICORN_CMD_ARGS="--bind=0.0.0.0:8000 --workers=4 --access-logfile=-"

RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libjpeg62-turbo libpq5 tini \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --create-home --shell /usr/sbin/nologin app

COPY --from=wheels /wheels /wheels
RUN pip install --no-index --find-links=/wheels /wheels/*.whl && rm -rf /wheels

WORKDIR /srv/orders
COPY --chown=app:app . .

USER app
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD curl --fail --silent http://localhost:8000/health || exit 1
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "orders.wsgi:application"]
