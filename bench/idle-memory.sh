#!/bin/sh
# idle-memory.sh: resident memory of the API and one worker that have nothing to do, in MB (target: under 300 together).
# Beside it, for scale: a Node process that only imports fastify and listens.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
home=$(mktemp -d)
chmod 755 "$home"
ASCENT_HOME=$home ASCENT_PORT=0 node "$here/apps/cli/dist/main.js" up --jobs 1 >"$home/out" 2>&1 &
service=$!
trap 'kill "$service"; wait "$service" || true; rm -rf "$home"' EXIT
until grep -q 'Ctrl-C' "$home/out"; do sleep 0.5; done
sleep "${1:-20}" # let start-up garbage go
total=0
for app in api worker; do
  pid=$(pgrep -P "$service" -f "apps/$app/dist/main.js")
  rss=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status")
  echo "$app $rss MB"
  total=$((total + rss))
done
echo "together $total MB"
node -e 'require("fastify")().listen({ port: 0 }).then(() => setTimeout(() => {
  console.log(`a bare fastify ${Math.round(process.memoryUsage().rss / 1048576)} MB`); process.exit(0); }, 1000))'
