# Built from the repository's root. The service is one bundled file; the image holds it and Node, nothing else.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it refuses a lock file that was written on another platform.
RUN npm install --ignore-scripts --no-audit --no-fund
COPY functions functions
RUN npx esbuild functions/realtime/main.ts --bundle --platform=node --target=node24 --format=esm --sourcemap --sources-content=false \
    --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" \
    --outfile=/out/main.mjs

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps PORT=8080
WORKDIR /app
COPY --from=build /out ./
USER node
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.mjs"]
