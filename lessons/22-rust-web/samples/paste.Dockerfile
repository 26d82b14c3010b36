# Paste: started as on the laptop
FROM rust:1-slim-bookworm

WORKDIR /src
COPY . .

EXPOSE 8000
CMD cargo run --release -- --address 127.0.0.1:8000
