# Orders: started as on the laptop
FROM mcr.microsoft.com/dotnet/sdk:10.0

WORKDIR /src
COPY . .

ENV ASPNETCORE_URLS=http://localhost:5000
EXPOSE 5000
ENTRYPOINT dotnet run --project Orders --no-launch-profile
