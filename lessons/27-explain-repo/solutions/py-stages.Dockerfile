# build the packages, with the compiler that some of them need
FROM python:3.12-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt

# test runs the tests, and is built only when it is asked for
FROM python:3.12-slim-bookworm AS test
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
RUN /venv/bin/python -m pytest

# production is what is shipped: the guestbook, and no compiler
FROM python:3.12-slim-bookworm AS production
ENV PATH=/venv/bin:$PATH
WORKDIR /app
# psycopg talks to the database through this library
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
COPY . .
# The number is known to the volume with the uploads, so keep it
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
