import type { PgAdminProps } from './pg-admin-props';
import type { PgAdminServers } from './pg-admin-servers';
import { PgAdminGroupModel, PgAdminModel } from '../model/pg-admin';
import { SpreadRule } from '../model/placement';
import { computeModel } from '../private/compute-defaults';

const COMPUTE = { cpu: '100m', cpuLimit: '1', memory: '512Mi' };

const groupOf = ({ group, cluster, labels, requirements }: PgAdminServers): PgAdminGroupModel => ({
  name: group,
  ...(cluster ? { clusterName: cluster.clusterName } : { labels: { ...labels }, requirements: [...(requirements ?? [])] }),
});

/** The props with every default filled in, copied so that nothing changes them later. */
export function pgAdminModel(props: PgAdminProps, namespace: string | undefined): PgAdminModel {
  const asItRuns = props.takenOver ?? false;
  return {
    name: props.pgAdminName,
    namespace,
    groups: (props.servers ?? []).map(groupOf),
    users: structuredClone(props.users ?? []),
    storage: { ...props.storage },
    compute: computeModel(props.compute, COMPUTE, asItRuns),
    image: props.image,
    imagePullPolicy: props.imagePullPolicy,
    imagePullSecrets: [...(props.imagePullSecrets ?? [])],
    placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE, nodeSelector: {}, tolerations: [], ...structuredClone(props.placement) },
    serviceName: props.serviceName,
    settings: { ...props.settings },
    webServer: { ...props.webServer },
    ldapBindPassword: structuredClone(props.ldapBindPassword),
    configDatabase: structuredClone(props.configDatabase),
    oauth: structuredClone(props.oauth ?? []),
    configFiles: structuredClone(props.configFiles ?? []),
    labels: { ...props.labels },
    annotations: { ...props.annotations },
    objectMetadata: structuredClone(props.objectMetadata ?? {}),
    isProtected: !asItRuns,
  };
}
