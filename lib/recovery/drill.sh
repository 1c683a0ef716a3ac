#!/bin/sh
# Restores a cluster under a name of its own, waits until the checks beside this program have looked at it, keeps the result and removes the
# cluster. Ends with 0 only if the restored cluster was what it should be.
#
# Environment: DRILL (name of the cluster and the label of what belongs to it), RESOURCE (kind as kubectl names it), READY (what to wait
# for), DEADLINE_SECONDS, SECRET, USERNAME_KEY, PASSWORD_KEY, RESULT (ConfigMap that keeps the result), CLAIMS (volume claims that a cluster may
# leave behind, apart by spaces).
# Folders: /drill holds this program and the cluster, /state is shared with the checks.
set -eu

STATE=${STATE:-/state}
MANIFEST=${MANIFEST:-/drill/cluster.yaml}
WHOSE='{{.metadata.name}} of {{with .metadata.labels}}{{index . "cdk8s-postgres/restore-drill"}}{{end}}'
started=$(date +%s)

say() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"
}

# Whose an object is: nothing where there is none.
whose() {
  kubectl get "$1" "$2" --ignore-not-found --output="go-template=$WHOSE"
}

# Not longer, all together, than the pod is given to end.
delete() {
  say "removing $1 $2"
  kubectl delete "$1" "$2" --ignore-not-found --wait --timeout="$3"
}

# Only what a drill has made is ever deleted: a cluster or a volume of that name without the label is somebody's data.
remove() {
  left="the cluster $DRILL"
  found=$(whose "$RESOURCE" "$DRILL") || return 1
  if [ -n "$found" ]; then
    if [ "$found" != "$DRILL of $DRILL" ]; then
      outcome="there is a cluster $DRILL that is not of this drill"
      return 1
    fi
    mark || return 1
    delete "$RESOURCE" "$DRILL" 5m || return 1
  fi
  for claim in ${CLAIMS:-}; do
    left="the volume claim $claim"
    found=$(whose persistentvolumeclaim "$claim") || return 1
    if [ -z "$found" ]; then
      continue
    fi
    if [ "$found" != "$claim of $DRILL" ]; then
      outcome="there is a volume claim $claim that is not of this drill, and the cluster would start with what is on it"
      return 1
    fi
    delete persistentvolumeclaim "$claim" 4m || return 1
  done
}

# While the cluster is there, its volumes are known to be its own; when it is gone, only by their label.
mark() {
  for claim in ${CLAIMS:-}; do
    found=$(whose persistentvolumeclaim "$claim") || return 1
    if [ -n "$found" ]; then
      kubectl patch persistentvolumeclaim "$claim" --type=merge \
        --patch="{\"metadata\":{\"labels\":{\"cdk8s-postgres/restore-drill\":\"$DRILL\"}}}" || return 1
    fi
  done
}

record() {
  finished=$(date +%s)
  set -- "\"outcome\":\"$outcome\"" "\"finishedAt\":\"$finished\"" "\"seconds\":\"$((finished - started))\""
  if [ "$outcome" = succeeded ]; then
    set -- "$@" "\"succeededAt\":\"$finished\""
  fi
  kubectl patch configmap "$RESULT" --type=merge --patch="{\"data\":{$(IFS=,; printf '%s' "$*")}}"
}

finish() {
  trap - EXIT
  trap '' TERM INT
  touch "$STATE/over"
  remove || outcome="$outcome; $left was not removed"
  say "$outcome"
  record
  [ "$outcome" = succeeded ] || exit 1
  exit 0
}
trap 'finish' EXIT
trap 'outcome="the drill was stopped"; exit 1' TERM INT

rm -f "$STATE/over" "$STATE/access" "$STATE/verdict"
outcome='what an earlier drill has left could not be removed'
remove

say "restoring $RESOURCE $DRILL"
outcome='the cluster could not be created'
kubectl create --filename="$MANIFEST"
outcome="the archive was not restored within $DEADLINE_SECONDS seconds"
# In the background: a shell hears that it has to stop between two commands, or while it waits like this.
kubectl wait "$RESOURCE/$DRILL" --for="$READY" --timeout="${DEADLINE_SECONDS}s" &
wait "$!"

value() {
  kubectl get secret "$SECRET" --output="go-template={{index .data \"$1\" | base64decode}}"
}
outcome="the Secret $SECRET could not be read"
value "$USERNAME_KEY" >"$STATE/username"
value "$PASSWORD_KEY" >"$STATE/password"
touch "$STATE/access"

say 'restored; waiting for the checks'
outcome='the checks did not end'
while [ ! -f "$STATE/verdict" ] && [ "$(($(date +%s) - started))" -lt "$((DEADLINE_SECONDS * 2))" ]; do
  sleep 2
done
if [ -f "$STATE/verdict" ]; then
  outcome=$(cat "$STATE/verdict")
fi
