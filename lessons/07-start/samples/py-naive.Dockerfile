# Guestbook: how it starts
FROM python:3.12-slim-bookworm

WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .

RUN useradd --uid 10001 guest
USER guest

ENV PORT=8000
EXPOSE 8000

# While developing
CMD flask run --host 0.0.0.0 --reload
# In production
CMD gunicorn --bind 0.0.0.0:$PORT guestbook:app
