# Guestbook: in production, with what it brings from elsewhere
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim-bookworm
WORKDIR /app
RUN useradd --uid 10001 guest
ADD https://fonts.example.com/letterhead.ttf /usr/share/fonts/
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH
COPY . .
USER 10001

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
