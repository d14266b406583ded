# Built from the repository's root. One container is one conversation; it speaks to the API and ends by itself.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it refuses a lock file that was written on another platform.
RUN npm install --ignore-scripts --no-audit --no-fund
COPY functions functions
RUN npx esbuild functions/agent/main.ts --bundle --platform=node --target=node24 --format=esm --sourcemap --sources-content=false \
    --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" \
    --outfile=/out/main.mjs

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /app
COPY --from=build /out ./
# The root file system is read-only where it runs; these two are not, and a volume keeps the owner it has here.
RUN mkdir /workspace && chown node:node /workspace
VOLUME ["/workspace", "/tmp"]
USER node
# Whether the conversation moves, the API judges by its heartbeats. This only tells a container that cannot reach it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["node", "-e", "fetch(new URL('/api/healthz', process.env.PACA_API_URL)).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.mjs"]
