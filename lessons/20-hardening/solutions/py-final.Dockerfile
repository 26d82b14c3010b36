# Guestbook: in production, and able to run under strict limits
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
RUN mkdir uploads && chown 10001:10001 uploads
USER 10001:10001

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "guestbook:app"]
