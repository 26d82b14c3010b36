# Shortener: the program, and nothing else
FROM golang:1.27 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /shortener ./cmd/shortener

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /shortener /shortener
USER 10001
EXPOSE 8080
ENTRYPOINT ["/shortener", "--listen", ":8080"]
