# One image for the API and the workers; docker-compose.yml says which it is.
FROM node:22-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap git ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --user-group --no-create-home --shell /usr/sbin/nologin ascent-build
WORKDIR /opt/ascent
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.base.json ./
COPY packages packages
COPY apps apps
COPY migrations migrations
COPY stages stages
RUN npm ci && npx tsc -b && npm run build -w apps/dashboard
ENV ASCENT_HOME=/var/lib/ascent
VOLUME /var/lib/ascent
CMD ["node", "apps/api/dist/main.js"]
