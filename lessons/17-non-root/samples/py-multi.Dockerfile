# Guestbook: two stages, and a user that nobody uses
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 guest
WORKDIR /app

COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH
COPY . .
RUN mkdir uploads

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
