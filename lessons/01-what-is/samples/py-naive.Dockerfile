# Guestbook: a small web application in Python
FROM python:3.12-slim-bookworm

ENV PORT=8000
WORKDIR /app

# Everything at once, for now
COPY . .
RUN pip install -r requirements.txt
RUN date > /built

EXPOSE 8000
