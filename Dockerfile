# Filrouge in one container: the application and, unless addresses are given, its own PostgreSQL and ClickHouse.
# glibc, not musl: neither engine runs on Alpine. Nothing is fetched when it starts.
FROM node:26.10.0-bookworm-slim

ENV NODE_ENV=production \
    PORT=3000 \
    FILROUGE_DATA=/data

WORKDIR /app
RUN mkdir /data && chown node:node /app /data
# As a user without rights: PostgreSQL refuses root, and nothing here needs it.
USER node

# What changes rarely comes first, so that a rebuild starts after it.
COPY --chown=node:node package.json package-lock.json .npmrc ./
COPY --chown=node:node bin ./bin
RUN node -e "import('./bin/bootstrap.js').then((it) => it.install())"
COPY --chown=node:node tsconfig.json vite.config.ts react-router.config.ts ./
COPY --chown=node:node migrations ./migrations
COPY --chown=node:node tracker ./tracker
COPY --chown=node:node src ./src
RUN node -e "import('./bin/bootstrap.js').then((it) => it.build())"

VOLUME /data
EXPOSE 3000
# An engine that restarts answers 503 for a moment: three in a row are an illness.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "--disable-warning=ExperimentalWarning", "src/server.ts"]
