# One image for every process of Trellis; the command says which one a container is.
FROM node:24-slim AS build
WORKDIR /trellis
COPY . .
RUN npm ci --no-audit --no-fund && npm run -s build && rm -rf node_modules

FROM node:24-slim
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=true
# What people prints CVs with, and letters of all scripts; `--build-arg PRINTING=` leaves it out.
ARG PRINTING="chromium-headless-shell fonts-noto-core fonts-noto-color-emoji"
RUN if [ -n "$PRINTING" ]; then apt-get update && apt-get install -y --no-install-recommends $PRINTING \
      && rm -rf /var/lib/apt/lists/*; fi
WORKDIR /trellis
COPY --from=build /trellis ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm cache clean --force
USER node
CMD ["node", "gateway/dist/main.js"]
