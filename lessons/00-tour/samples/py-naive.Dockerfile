# Guestbook: a small web application in Python
FROM python:3.12-slim

WORKDIR /app

# Everything at once, for now
COPY . .
RUN pip install -r requirements.txt

ENV PORT=8000  # where the application listens
EXPOSE 8000

CMD ["python", "app.py"]
