# Builds with the development dependencies, runs with none of them. Nothing is written but to DATA_DIR and /tmp, no shell
# or package manager is needed to start, and the process is PID 1: it takes SIGTERM itself.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No package of ours needs its install scripts to run. What is for development goes: maps, declarations, the compiler that
# one package brings for its plugin, and other packages' tests and manuals. Licences stay.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/typescript \
 && find node_modules -type f ! -iname 'licen[cs]e*' ! -iname 'notice*' \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' \
      -o -name '*.d.cts' -o -name '*.md' \) -delete \
 && find node_modules -regextype posix-extended -type d -regex '.*/node_modules/(@[^/]+/)?[^/]+/(tests?|docs|benchmarks?|examples?)' \
      -prune -exec rm -rf {} +

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
RUN node node_modules/@nestjs/cli/bin/nest.js build

FROM node:24-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="laura" \
      org.opencontainers.image.description="Calls leads with an AI voice agent, lawfully and never twice" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# A volume mounted there takes over owner and mode, so that the process may write without being root.
RUN mkdir /data && chown 1000:1000 /data && chmod 0750 /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
# The base image's own entry point is a shell script: not needed, and one more process before ours.
ENTRYPOINT []
# Room for short-lived objects (MB): with half of it a rush of webhooks is answered a sixth more slowly, twice gains nothing.
CMD ["node", "--max-semi-space-size=16", "dist/main.js"]
