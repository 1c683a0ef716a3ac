#!/bin/sh
# Restores a cluster under a name of its own, waits until the checks beside this program have looked at it, keeps the result and removes the
# cluster. Ends with 0 only if the restored cluster was what it should be.
#
# Environment: DRILL (name of the cluster and the label of what belongs to it), RESOURCE (kind as kubectl names it), READY (what to wait
# for), DEADLINE_SECONDS, SECRET, USERNAME_KEY, PASSWORD_KEY, RESULT (ConfigMap that keeps the result).
# Folders: /drill holds this program and the cluster, /state is shared with the checks.
set -eu

STATE=${STATE:-/state}
MANIFEST=${MANIFEST:-/drill/cluster.yaml}
WHOSE='{{.metadata.name}} of {{with .metadata.labels}}{{index . "cdk8s-postgres/restore-drill"}}{{end}}'
started=$(date +%s)

say() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"
}

# Only what a drill has made is ever deleted: a cluster of that name without the label is somebody's data.
remove() {
  found=$(kubectl get "$RESOURCE" "$DRILL" --ignore-not-found --output="go-template=$WHOSE") || return 1
  if [ -z "$found" ]; then
    return 0
  fi
  if [ "$found" != "$DRILL of $DRILL" ]; then
    outcome="there is a cluster $DRILL that is not of this drill"
    return 1
  fi
  say "removing $RESOURCE $DRILL"
  # Not longer than the pod is given to end.
  kubectl delete "$RESOURCE" "$DRILL" --ignore-not-found --wait --timeout=9m
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
  remove || outcome="$outcome; the cluster $DRILL was not removed"
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
