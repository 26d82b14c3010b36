# Guestbook: for developing and, as the last stage, for production
FROM python:3.12-slim-bookworm AS base
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

FROM base AS dev
COPY requirements-dev.txt ./
RUN pip install --no-cache-dir -r requirements-dev.txt
COPY . .
EXPOSE 8000
CMD ["flask", "--app", "guestbook", "run", "--host", "0.0.0.0", "--port", "8000", "--debug"]

FROM base AS production
COPY . .
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
