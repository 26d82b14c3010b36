# Invoices: as it runs on the author's laptop
FROM maven:3.9-eclipse-temurin-21

WORKDIR /app
COPY pom.xml ./
COPY src ./src
RUN mvn --batch-mode package

ENV JAVA_OPTS=-Xmx512m
EXPOSE 8080
ENTRYPOINT java $JAVA_OPTS -jar target/invoices.jar --server.address=127.0.0.1
