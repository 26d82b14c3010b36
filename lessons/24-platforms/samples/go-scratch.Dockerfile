# Shop: for one kind of machine, whatever was asked for
FROM --platform=linux/amd64 golang:1.27 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOARCH=$TARGETARCH go build -o /shop ./cmd/shop

FROM --platform=$TARGETPLATFORM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /shop /shop
USER 10001
ENTRYPOINT ["/shop"]
