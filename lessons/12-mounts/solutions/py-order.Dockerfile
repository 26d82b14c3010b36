# Guestbook: in good order, with a cache that serves both installations
FROM python:3.12-slim-bookworm

WORKDIR /app

COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt

# For the yearly report
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements-report.txt,target=/tmp/report.txt \
    pip install -r /tmp/report.txt

COPY . .
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
