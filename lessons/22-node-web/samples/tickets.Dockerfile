# Tickets: as it runs on the author's laptop
FROM node:22-bookworm-slim

WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
USER node

ENV PORT=3000
EXPOSE 3000
CMD npm run dev -- --host localhost --port $PORT
