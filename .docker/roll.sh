#!/usr/bin/env bash
# Put new web processes (a new image, new settings) in the place of the old ones: no request fails, and readers'
# streams are handed over. Run it beside docker-compose.yml; arguments go to `docker compose`, as in -p NAME.
set -euo pipefail
compose() { docker compose "$@"; }
base=("$@")
old=$(compose "${base[@]}" ps --quiet web)
number=$(wc -w <<<"$old")
[ "$number" -gt 0 ] || { echo "No web process runs; start the site first." >&2; exit 1; }
compose "${base[@]}" run --rm --no-deps migrate  # running code goes on working with the new schema
compose "${base[@]}" up --detach --no-deps --no-recreate --scale "web=$((number * 2))" --wait web
sleep 6  # nginx asks for names every 5 seconds
for process in $old; do
  docker stop --time 30 "$process" >/dev/null  # answers what it has begun, asks its readers to come back
  docker rm "$process" >/dev/null
done
compose "${base[@]}" up --detach --no-deps --no-recreate --scale "web=$number" --wait web
compose "${base[@]}" up --detach --no-deps worker
