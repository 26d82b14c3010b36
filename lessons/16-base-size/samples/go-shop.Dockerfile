# Shop: a server in Go, shipped with the workshop
FROM golang:1.27 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /shop ./cmd/shop

FROM golang:1.27
COPY --from=build /shop /usr/local/bin/shop
USER 10001
EXPOSE 8080
ENTRYPOINT shop --listen :8080
