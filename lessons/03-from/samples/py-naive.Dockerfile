# Guestbook: a small web application in Python
FROM python:latest

WORKDIR /app

# Everything at once, for now
COPY . .
RUN pip install -r requirements.txt

ENV PORT=8000
EXPOSE 8000

CMD ["python", "app.py"]
