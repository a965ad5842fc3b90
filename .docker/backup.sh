#!/usr/bin/env bash
# Backups that fit together: the database first, then the files, which never change once they are there.
#
#   backup.sh once DIR MEDIA ORIGINALS              one backup now
#   backup.sh daily DIR MEDIA ORIGINALS             one a day at BACKUP_AT (UTC), kept for BACKUP_KEEP_DAYS
#   backup.sh restore DIR MEDIA ORIGINALS [DUMP]    the newest dump, or the one that is named
#   backup.sh leap                                  what `restore` ends with, for data that came back in another way
#
# MEDIA and ORIGINALS are - where an object store has them.
#
# DIR holds liveblog-<time>.dump and, shared by all dumps, media/ and originals/. The database is libpq's:
# PGHOST, PGUSER, PGDATABASE, PGPASSWORD or PGPASSWORD_FILE.
set -euo pipefail
[ -z "${PGPASSWORD_FILE:-}" ] || PGPASSWORD=$(cat "$PGPASSWORD_FILE")
[ -z "${PGPASSWORD:-}" ] || export PGPASSWORD
umask 077  # drafts and hashes of passwords lie in it

say() { printf '%s backup: %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
die() { say "$*"; exit 1; }

once() {
  local dump=$1/liveblog-$(date -u +%Y%m%dT%H%M%S.%3NZ).dump
  mkdir -p "$1"
  # Nobody's login is in it, nor counters.
  pg_dump --format=custom --no-owner --file="$dump.part" --exclude-table-data=django_session \
    --exclude-table-data=usersessions_usersession --exclude-table-data=liveblog_cache
  files "$2" "$1/media"
  files "$3" "$1/originals"
  mv "$dump.part" "$dump"  # a name without .part: this backup is whole
  say "made $dump"
  printf '%s\n' "$dump"
}

# New files of a folder into another, but for those that are being written; those that are there are the same. The mode is theirs. Their time says when they were last seen.
files() {
  [ "$1" != - ] && [ "$2" != - ] || return 0  # they lie in an object store, which backs itself up
  mkdir -p "$1" "$2"
  (cd "$1" && find . -type f ! -name '.*' -print0) | while IFS= read -r -d '' name; do
    if [ -e "$2/$name" ]; then touch "$2/$name"; continue; fi
    [ -d "$2/${name%/*}" ] || mkdir -p "$2/${name%/*}"
    if ! install -m "${3:-600}" "$1/$name" "$2/$name.part" 2>/dev/null; then
      [ ! -e "$1/$name" ] || die "$1/$name cannot be copied into $2"
      continue  # gone meanwhile: no row of the dump speaks of it
    fi
    mv "$2/$name.part" "$2/$name"
  done
}

forget_old() {
  find "$1" -maxdepth 1 -name 'liveblog-*.dump*' -mtime "+$2" -print -delete >&2
  find "$1/media" "$1/originals" -type f -mtime "+$2" -delete  # not seen since: no dump that is kept speaks of it
}

daily() {
  local at=${BACKUP_AT:-02:10} keep=${BACKUP_KEEP_DAYS:-14} wait
  [[ $at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || die "BACKUP_AT is '$at'; it must be a time such as 02:10, in UTC."
  [[ $keep =~ ^[1-9][0-9]*$ ]] || die "BACKUP_KEEP_DAYS is '$keep'; it must be a whole number, 1 or more."
  trap 'exit 0' TERM INT
  while :; do
    wait=$(( $(date -u -d "$at" +%s) - $(date -u +%s) ))
    [ "$wait" -gt 0 ] || wait=$((wait + 86400))
    say "the next in $((wait / 60)) minutes; kept for $keep days"
    sleep "$wait" & wait $! || :
    if (once "$1" "$2" "$3" >/dev/null); then forget_old "$1" "$keep"; else say "FAILED; older ones stay"; fi
  done
}

restore() {
  local dump=${4:-} pages
  [ -n "$dump" ] || dump=$(find "$1" -maxdepth 1 -name 'liveblog-*.dump' | sort | tail -1)
  [ -e "$dump" ] || dump=$1/$dump
  [ -f "$dump" ] || die "There is no dump in $1."
  pages=0
  if [ -n "$(psql -XAtq -c "SELECT to_regclass('coverage_livepage')")" ]; then
    pages=$(psql -XAtq -c 'SELECT count(*) FROM coverage_livepage')
  fi
  [ "$pages" = 0 ] || die "The database holds $pages live pages already; restore into an empty one."
  umask 022  # nginx reads the media
  files "$1/media" "$2" 644  # before the rows that speak of them
  files "$1/originals" "$3" 644
  psql -XAtq -v ON_ERROR_STOP=1 -c 'DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public' 2>/dev/null
  pg_restore --no-owner --exit-on-error --single-transaction --dbname="${PGDATABASE:?}" "$dump"
  leap
  psql -XAtq -c 'SET client_min_messages = error' -c ANALYZE  # in silence of PostgreSQL's own tables, which are not ours
  say "restored $dump"
}

# Readers may have versions that are lost now, and others will be given the same numbers: so each page goes on from
# one that nobody can have, the time in milliseconds, and so does each page made from now on, whose address may be that
# of one that is lost. Whatever cursor or ETag is older is void, and its reader begins anew.
leap() {
  psql -XAtq -v ON_ERROR_STOP=1 <<'SQL'
    SET client_min_messages = warning;
    CREATE SEQUENCE IF NOT EXISTS coverage_first_version MINVALUE 0 START 0;  -- a release before had none
    SELECT setval('coverage_first_version',
        greatest(max(version), floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) + 1) AS version
      FROM coverage_livepage \gset
    WITH leapt AS (UPDATE coverage_livepage SET version = :version RETURNING id)
    INSERT INTO coverage_change (page_id, version, kind, at) SELECT id, :version, 'page', now() FROM leapt
SQL
}

case ${1:-} in
  once) once "${@:2}";;
  daily) daily "${@:2}";;
  restore) restore "${@:2}";;
  leap) leap;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2;;
esac
