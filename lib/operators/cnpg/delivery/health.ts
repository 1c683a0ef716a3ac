/**
 * Health of a Cluster. The check that Argo CD brings calls a switchover, a restart and a change of parameters degraded, which fails syncs
 * with more than one wave, and an unrecoverable cluster suspended. Argo CD gives scripts no libraries for strings and numbers.
 */
export const CLUSTER_HEALTH = `local function health(status, message)
  return { status = status, message = message }
end
local annotations = obj.metadata.annotations or {}
if annotations["cnpg.io/reconciliationLoop"] == "disabled" then
  return health("Suspended", "the operator is told to leave the cluster alone")
end
local st = obj.status
if st == nil or st.phase == nil or st.phase == "" then
  return health("Progressing", "waiting for the operator")
end
for _, c in ipairs(st.conditions or {}) do
  if c.type == "cnpg.io/hibernation" and c.status == "True" then
    return health("Suspended", "hibernated")
  end
end
local message = st.phase
if st.phaseReason ~= nil and st.phaseReason ~= "" then
  message = message .. ": " .. st.phaseReason
end
local degraded = {
  ["Cluster is unrecoverable and needs manual intervention"] = true,
  ["Cluster is in an unrecoverable state, needs manual intervention"] = true,
  ["Unable to create required cluster objects"] = true,
  ["Cluster has incomplete or invalid image catalog"] = true,
  ["Cluster cannot execute instance online upgrade due to missing architecture binary"] = true,
  ["Cluster cannot proceed to reconciliation due to an unknown plugin being required"] = true,
  ["Cluster cannot proceed to reconciliation due to an error while interacting with plugins"] = true,
  ["Not enough disk space"] = true,
}
if degraded[st.phase] then
  return health("Degraded", message)
end
if st.phase == "Waiting for user action" then
  return health("Suspended", message)
end
if st.phase ~= "Cluster in healthy state" then
  return health("Progressing", message)
end
local want, ready = obj.spec.instances or 1, st.readyInstances or 0
if ready < want then
  return health("Progressing", ready .. "/" .. want .. " instances ready")
end
return health("Healthy", message)
`;
