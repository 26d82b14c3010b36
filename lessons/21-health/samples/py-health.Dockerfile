# Guestbook: with a check that never says yes
FROM python:3.12-slim-bookworm

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 10001

EXPOSE 8000
HEALTHCHECK CMD pgrep gunicorn
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
    CMD ["curl", "-f", "http://localhost:8000/health"] || exit 1
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
