# Guestbook: as it runs on the author's laptop
FROM python:3.12-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 10001

ENV PORT=8000
EXPOSE 8000
CMD flask --app guestbook run --debug --host 127.0.0.1 --port $PORT
