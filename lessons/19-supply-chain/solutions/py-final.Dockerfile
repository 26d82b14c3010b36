# Guestbook: in production, with what it brings from elsewhere.
# The checksums here are made up. Yours are printed by
#   docker buildx imagetools inspect python:3.12-slim-bookworm
#   sha256sum letterhead.ttf
FROM python:3.12-slim-bookworm@sha256:328caf820e9b8184a4e4c4e91c49aa75fcf8d677527758c72ed5b2a46c607753 AS build
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.12-slim-bookworm@sha256:328caf820e9b8184a4e4c4e91c49aa75fcf8d677527758c72ed5b2a46c607753
WORKDIR /app
RUN useradd --uid 10001 guest
ADD --checksum=sha256:dba3d52e27ddcd61c198f7e03e102e4081f954870b1c2c3b012ed58267503033 \
    https://fonts.example.com/letterhead.ttf /usr/share/fonts/
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH
COPY . .
USER 10001

EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "guestbook:app"]
