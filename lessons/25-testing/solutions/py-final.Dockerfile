# Guestbook: does what its tests were meant to ask
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN mkdir uploads && chown 10001:10001 uploads
USER 10001:10001

HEALTHCHECK --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
