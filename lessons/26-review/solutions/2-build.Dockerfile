# Guestbook: builds quickly, and ships no tools
FROM python:slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:slim
ENV PYTHONUNBUFFERED=1 \
    PATH=/venv/bin:$PATH
ENV SECRET_KEY=change-me

WORKDIR /app
RUN useradd --uid 10001 guest
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
COPY . .

EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
