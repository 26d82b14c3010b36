# Shortener: started as on the laptop
FROM golang:1.27

WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .

EXPOSE 8080
CMD go run ./cmd/shortener --listen localhost:8080
