# Guestbook: the base that all share, and what is shipped
ARG PYTHON=3.12
ARG RELEASE=0.0

FROM python:${PYTHON}-slim-bookworm AS base
ARG PIP_PROGRESS=off
ENV APP_HOME=/app LOG_LEVEL=info
ENV PYTHONUNBUFFERED=1
WORKDIR $APP_HOME

FROM base AS production
COPY requirements.txt ./
RUN pip install --progress-bar $PIP_PROGRESS -r requirements.txt
COPY . .

ARG RELEASE
ENV APP_RELEASE=$RELEASE
EXPOSE 8000

CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
