# Shop: a server in Go, and nothing but the server
FROM golang:1.27 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /shop ./cmd/shop

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /shop /usr/local/bin/shop
USER 10001
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/shop", "--listen", ":8080"]
