# Guestbook: in good order, with a cache that never fills
FROM python:3.12-slim-bookworm

WORKDIR /app

COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install --no-cache-dir -r requirements.txt

# For the yearly report
COPY requirements-report.txt ./
RUN pip install -r requirements-report.txt

COPY . .
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
