#!/bin/sh
# Stands in for kubectl where there is no API server. An object is a file `TYPE.NAME.json` in $OBJECTS, and what is asked of it is done by
# the real kubectl, found on $REAL_PATH, which needs no server for a file.
#
# $OBJECTS also holds: `calls`, one line for each; `refuse-VERB` lets that verb fail with what it holds; `slow-wait` lets `wait` wait.
set -eu

printf '%s\n' "$*" >>"$OBJECTS/calls"
verb=$1
if [ -f "$OBJECTS/refuse-$verb" ]; then
  cat "$OBJECTS/refuse-$verb" >&2
  exit 1
fi

real() {
  PATH=$REAL_PATH kubectl patch --local --type=merge "$@"
}

# Ends the program where there is no such object.
find_object() {
  object=$OBJECTS/$1.$2.json
  if [ -f "$object" ]; then
    return 0
  fi
  case " $* " in
    *' --ignore-not-found '*) exit 0 ;;
  esac
  echo "Error from server (NotFound): $1 \"$2\" not found" >&2
  exit 1
}

shift
case $verb in
  get)
    find_object "$@"
    for output in "$@"; do :; done
    real --filename="$object" --patch='{}' "$output"
    ;;
  create)
    object=$OBJECTS/$RESOURCE.$DRILL.json
    if [ -f "$object" ]; then
      echo "Error from server (AlreadyExists): $RESOURCE \"$DRILL\" already exists" >&2
      exit 1
    fi
    real "$1" --patch='{}' --output=json >"$object"
    ;;
  wait)
    while [ -f "$OBJECTS/slow-wait" ]; do
      sleep 0.1
    done
    ;;
  patch)
    find_object "$@"
    real --filename="$object" "$4" --output=json >"$object.new"
    mv "$object.new" "$object"
    ;;
  delete)
    find_object "$@"
    rm "$object"
    ;;
esac
