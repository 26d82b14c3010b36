# Guestbook: a small web application in Python
FROM python:3.12-slim-bookworm

WORKDIR /app

RUN apt-get update && apt-get install -y --no-install-recommends libpq5
COPY . .
RUN pip install -r requirements.txt
RUN python -m compileall -q .

ARG RELEASE=0.0
ENV APP_RELEASE=$RELEASE
EXPOSE 8000

CMD ["python", "app.py"]
