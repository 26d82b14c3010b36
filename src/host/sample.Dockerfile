# syntax=docker/dockerfile:1

# A small web service, written the way many first Dockerfiles are.
# It builds and runs. Several lines can be better; the lessons say how.
FROM python:latest

ENV PYTHONUNBUFFERED 1
WORKDIR /srv/app

COPY . .
RUN apt-get update && apt-get install -y curl
RUN pip install -r requirements.txt

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s \
    CMD curl --fail http://localhost:8000/health || exit 1
CMD python app.py
