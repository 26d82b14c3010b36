# Invoices: as it runs for everybody
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
RUN mvn --batch-mode dependency:go-offline
COPY src ./src
RUN mvn --batch-mode package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /src/target/invoices.jar ./
USER 10001

ENV JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=75
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "invoices.jar"]
