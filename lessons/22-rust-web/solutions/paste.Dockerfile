# Paste: the program, on a base with the library that it needs
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && \
    cp target/release/paste /usr/local/bin/paste

FROM debian:bookworm-slim
COPY --from=build /usr/local/bin/paste /usr/local/bin/paste
USER 10001
EXPOSE 8000
ENTRYPOINT ["/usr/local/bin/paste", "--address", "0.0.0.0:8000"]
