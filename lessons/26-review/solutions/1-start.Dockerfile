# Guestbook: starts and stops as meant
FROM python:latest

ENV PYTHONUNBUFFERED=1
ENV SECRET_KEY=change-me

WORKDIR /app
RUN useradd guest
COPY . .
RUN apt-get update
RUN apt-get install -y gcc libpq-dev
RUN pip install -r requirements.txt

EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
