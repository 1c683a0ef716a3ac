#!/bin/sh
# Fails when no drill has succeeded for too long, so that whoever looks at failed Jobs sees it.
#
# Environment: RESULT (ConfigMap that keeps the result), MAX_AGE_DAYS.
set -eu

succeeded=$(kubectl get configmap "$RESULT" --output='go-template={{with .data}}{{with .succeededAt}}{{.}}{{end}}{{end}}')
if [ -z "$succeeded" ]; then
  # No drill has succeeded yet: what counts is since when there is one.
  created=$(kubectl get configmap "$RESULT" --output='go-template={{.metadata.creationTimestamp}}')
  # Busybox reads neither the letters nor a blank at the end.
  succeeded=$(date -u -d "$(echo "$created" | sed 's/T/ /; s/Z//')" +%s)
fi
days=$((($(date +%s) - succeeded) / 86400))
echo "the last drill that succeeded, or the first day of the drill, was $days days ago; at most $MAX_AGE_DAYS are allowed"
[ "$days" -le "$MAX_AGE_DAYS" ]
