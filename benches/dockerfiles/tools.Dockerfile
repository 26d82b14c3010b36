# The tools that the build farm needs. Every version is pinned and every
# download is checked; see tools/README.md before changing one.
FROM debian:bookworm-20251103-slim

ARG TARGETARCH
ARG GO_VERSION=1.25.3
ARG NODE_VERSION=22.20.0
ARG TERRAFORM_VERSION=1.13.3
ARG KUBECTL_VERSION=1.34.1
ARG HELM_VERSION=3.19.0

SHELL ["/bin/bash", "-o", "errexit", "-o", "nounset", "-o", "pipefail", "-c"]

RUN apt-get update; \
    apt-get install --yes --no-install-recommends \
      bash-completion=1:2.11-6 \
      ca-certificates=20230311* \
      curl=7.88.* \
      git=1:2.39.* \
      gnupg=2.2.* \
      jq=1.6-* \
      make=4.3-* \
      openssh-client=1:9.2* \
      rsync=3.2.* \
      unzip=6.0-* \
      xz-utils=5.4.*; \
    apt-get clean; \
    rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*

# Go
RUN curl --fail --silent --show-error --location \
      "https://go.dev/dl/go${GO_VERSION}.linux-${TARGETARCH}.tar.gz" --output /tmp/go.tar.gz; \
    case "${TARGETARCH}" in \
      amd64) sum=0335f314b6e7bfe08c3d0cfaa7c19db961b7b99fb20be62b0a826c992ad14e0f ;; \
      arm64) sum=1d42ebc84999b5e2069f5e31b67d6fc5d67308adad3e178d5a2ee2c9ff2001f5 ;; \
      *) echo "no Go for ${TARGETARCH}" >&2; exit 1 ;; \
    esac; \
    echo "${sum}  /tmp/go.tar.gz" | sha256sum --check --strict; \
    tar --extract --gzip --file /tmp/go.tar.gz --directory /usr/local; \
    rm /tmp/go.tar.gz

# kubectl and helm
RUN curl --fail --silent --show-error --location --output /usr/local/bin/kubectl \
      "https://dl.k8s.io/release/v${KUBECTL_VERSION}/bin/linux/${TARGETARCH}/kubectl"; \
    chmod 0755 /usr/local/bin/kubectl; \
    curl --fail --silent --show-error --location \
      "https://get.helm.sh/helm-v${HELM_VERSION}-linux-${TARGETARCH}.tar.gz" \
      | tar --extract --gzip --directory /usr/local/bin --strip-components=1 \
        "linux-${TARGETARCH}/helm"; \
    kubectl version --client; \
    helm version --short

ENV GOPATH=/go \
    PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

WORKDIR /work
VOLUME ["/work", "/go/pkg"]
ENTRYPOINT ["/bin/bash", "-l"]
