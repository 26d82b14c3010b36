# Guestbook: the packages of the system, as they grew over the years
FROM python:3.12-slim-bookworm

WORKDIR /app
RUN useradd --uid 10001 guest

RUN apt-get update
RUN apt-get install libpq5 libcairo2
RUN apt-get clean

COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 10001

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
