#!/bin/sh
# Asks a restored cluster whether it is what it should be. Ends with 0 only if every answer is yes.
#
# Environment: PGHOST, PGDATABASE and the other variables of libpq; READ_ALL_DATA; ATTEMPTS to connect, PAUSE_SECONDS between them.
# Folders: /drill holds the checks, /state is shared with the program that restores.
set -u

STATE=${STATE:-/state}
CHECKS=${CHECKS:-/drill}
# Nothing here may change what it looks at.
export PGOPTIONS='-c default_transaction_read_only=on' PGCONNECT_TIMEOUT=10

until [ -f "$STATE/access" ]; do
  if [ -f "$STATE/over" ]; then
    echo 'there is nothing to check'
    exit 1
  fi
  sleep 2
done
PGUSER=$(cat "$STATE/username")
PGPASSWORD=$(cat "$STATE/password")
export PGUSER PGPASSWORD

say() {
  printf '%s\n' "$*"
}

# Written in one piece, for the other program waits for the file. Quotes and breaks of lines would end the text that it is put into.
verdict() {
  printf '%s' "$*" | tr '"\\' "'/" | LC_ALL=C tr '[:cntrl:]' ' ' | cut -c 1-400 >"$STATE/verdict.new"
  mv "$STATE/verdict.new" "$STATE/verdict"
}

fail() {
  say "FAILED: $*"
  verdict "$*"
  exit 1
}

# Prints the answer alone: a server may have warnings besides. The checks are UTF-8, whatever the database is.
ask() {
  PGCLIENTENCODING=UTF8 psql --no-psqlrc --no-password --no-align --tuples-only --quiet --set=ON_ERROR_STOP=1 "$@" 2>"$STATE/errors"
}

errors() {
  cat "$STATE/errors"
}

# A server that is ready may refuse a role for a moment: its password is set after it has started.
attempt=0
until answer=$(ask --command='SELECT NOT pg_is_in_recovery()'); do
  attempt=$((attempt + 1))
  if [ "$attempt" -ge "${ATTEMPTS:-60}" ]; then
    fail "no connection: $(errors)"
  fi
  sleep "${PAUSE_SECONDS:-5}"
done
[ "$answer" = t ] || fail 'the recovery has not ended: the server takes no writes'

for check in "$CHECKS"/check-*.sql; do
  title=$(sed -n '1s/^-- //p' "$check")
  if ! answer=$(ask --file="$check"); then
    fail "$title: $(errors)"
  fi
  [ "$answer" = t ] || fail "$title: the answer is '$answer' and not 't'"
  say "ok: $title"
done

# A damaged page shows itself to the one who reads it, and to nobody else.
if [ "${READ_ALL_DATA:-true}" = true ]; then
  if ! pg_dump --no-password --file=/dev/null 2>"$STATE/errors"; then
    fail "the data cannot be read: $(errors)"
  fi
  say 'ok: all data can be read'
fi
verdict succeeded
