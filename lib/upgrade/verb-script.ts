/**
 * Makes one change of one object, once for its token: a ConfigMap that the program makes remembers it, and belongs to nobody's manifests. What was
 * broken off is not taken for what is done, and is done again under another token.
 */
export const VERB_SCRIPT = `set -u
if ! problem="$(kubectl create configmap "$MEMORY" --from-literal=ended=false 2>&1)"; then
  case "$(kubectl get configmap "$MEMORY" --output='jsonpath={.data.ended}')" in
    true) echo 'done before, under the same token'; exit 0 ;;
    false) echo 'begun before under the same token, and not ended; write another token to do it again' >&2; exit 1 ;;
    *) printf '%s\\n' "$problem" >&2; exit 1 ;;
  esac
fi
set -e
if [ -n "\${PATCH:-}" ]; then
  kubectl patch "$RESOURCE" "$NAME" --type=merge --patch="$PATCH"
else
  kubectl delete "$RESOURCE" "$NAME" --wait=false --ignore-not-found
fi
kubectl patch configmap "$MEMORY" --type=merge --patch='{"data":{"ended":"true"}}'
`;
