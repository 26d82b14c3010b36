# Guestbook: how it starts
FROM python:3.12-slim-bookworm

WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .

RUN useradd --uid 10001 guest
USER guest

EXPOSE 8000

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
