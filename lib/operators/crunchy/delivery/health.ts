/**
 * Health of a PostgresCluster, which Argo CD has no check for: without one a cluster is healthy as soon as it is applied. Argo CD gives
 * scripts no libraries for strings and numbers.
 */
export const CLUSTER_HEALTH = `local function health(status, message)
  return { status = status, message = message }
end
local spec, st = obj.spec or {}, obj.status or {}
if spec.shutdown == true then
  return health("Suspended", "shut down")
end
local conditions = {}
for _, c in ipairs(st.conditions or {}) do
  conditions[c.type] = c
end
local progress = conditions["Progressing"]
if progress ~= nil and progress.status == "False" and progress.reason == "Paused" then
  return health("Suspended", progress.message or "paused")
end
if st.observedGeneration == nil or st.observedGeneration < obj.metadata.generation then
  return health("Progressing", "waiting for the operator")
end
local restore = conditions["PGBackRestoreProgressing"]
if restore ~= nil and restore.status == "True" then
  return health("Progressing", restore.message or "restoring")
end
local sets = {}
for _, set in ipairs(st.instances or {}) do
  sets[set.name] = set
end
local function atMost(value, limit)
  if value > limit then
    return limit
  end
  return value
end
local want, ready, updated = 0, 0, 0
for i, set in ipairs(spec.instances or {}) do
  local name = set.name
  if name == nil or name == "" then
    -- PGO names a set by its place, with two digits.
    name = tostring(i - 1)
    if i <= 10 then
      name = "0" .. name
    end
  end
  local replicas, seen = set.replicas or 1, sets[name] or {}
  want = want + replicas
  ready = ready + atMost(seen.readyReplicas or 0, replicas)
  updated = updated + atMost(seen.updatedReplicas or 0, replicas)
end
if ready < want then
  return health("Progressing", ready .. "/" .. want .. " instances ready")
end
if updated < want then
  return health("Progressing", updated .. "/" .. want .. " instances updated")
end
local resize = conditions["PersistentVolumeResizeError"]
if resize ~= nil and resize.status == "True" then
  return health("Degraded", resize.message or "a volume cannot be resized")
end
for _, name in ipairs({ "PGBackRestRepoHostReady", "PGBackRestReplicaRepoReady" }) do
  local c = conditions[name]
  if c ~= nil and c.status == "False" then
    return health("Degraded", name .. ": " .. (c.message or c.reason or "False"))
  end
end
local bouncer = (spec.proxy or {}).pgBouncer
if bouncer ~= nil then
  local pods = bouncer.replicas or 1
  local up = ((st.proxy or {}).pgBouncer or {}).readyReplicas or 0
  if up < pods then
    return health("Progressing", up .. "/" .. pods .. " pods of the pool ready")
  end
end
return health("Healthy", want .. " instances ready")
`;
