# Guestbook: please review
FROM python:latest

ENV PYTHONDONTWRITEBYTECODE 1
ENV SECRET_KEY=change-me

WORKDIR /app
RUN useradd guest
COPY . .
RUN apt-get update
RUN apt-get install -y gcc libpq-dev
RUN pip install -r requirements.txt

EXPOSE 8000
HEALTHCHECK CMD ["curl", "-f", "http://localhost:8000/health"] || exit 1
CMD python app.py
