# Orders: as it runs for everybody
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY Orders/Orders.csproj Orders/
RUN dotnet restore Orders
COPY . .
RUN dotnet publish Orders --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "Orders.dll"]
