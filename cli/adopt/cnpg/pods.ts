import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, CDK8S, Expression, list, map, member, value } from '../program/expression';
import { Row } from '../program/program';
import { files, pullPolicy, variables, variableSources } from '../shared/containers';
import { given, nonEmptyMap, number, plain, row, size } from '../shared/values';

type Spec = Json | undefined;

/** Fields of a security context, called as the props are. */
const IDS = ['runAsUser', 'runAsGroup', 'runAsNonRoot'];
const OF_PODS = ['fsGroup', 'fsGroupChangePolicy', 'supplementalGroups'];
const OF_CONTAINERS = ['allowPrivilegeEscalation', 'readOnlyRootFilesystem'];
const SECCOMP: { readonly [type: string]: string } = {
  RuntimeDefault: 'RUNTIME_DEFAULT',
  Localhost: 'LOCALHOST',
  Unconfined: 'UNCONFINED',
};

const seccompRows = (path: string, profile: Spec): Row[] => {
  const type = SECCOMP[textOf(at(profile, 'type')) ?? ''];
  return [
    ...row(`${path}.seccomp`, type === undefined ? undefined : member(`SeccompType.${type}`)),
    ...plain(`${path}.seccompProfile`, at(profile, 'localhostProfile')),
  ];
};

/** A field that holds either an annotation of the account or a label. */
const accountRows = (metadata: Spec): Row[] => [
  ...plain('operator.pods.serviceAccountAnnotations', nonEmptyMap(at(metadata, 'annotations'))),
  ...plain('operator.pods.serviceAccountLabels', nonEmptyMap(at(metadata, 'labels'))),
];

/** What is done with the pods. */
export const podRows = (spec: Spec): Row[] => [
  ...row('operator.pods.env', variables(at(spec, 'env'))),
  ...row('operator.pods.envFrom', variableSources(at(spec, 'envFrom'))),
  ...row('operator.pods.projectedFiles', files(at(spec, 'projectedVolumeTemplate', 'sources'))),
  ...row('operator.pods.imagePullPolicy', pullPolicy(at(spec, 'imagePullPolicy'))),
  ...accountRows(at(spec, 'serviceAccountTemplate', 'metadata')),
  ...[...IDS, ...OF_PODS].flatMap((field) => plain(`operator.pods.podSecurity.${field}`, at(spec, 'podSecurityContext', field))),
  ...seccompRows('operator.pods.podSecurity', at(spec, 'podSecurityContext', 'seccompProfile') ?? at(spec, 'seccompProfile')),
  ...[...IDS, ...OF_CONTAINERS].flatMap((field) => plain(`operator.pods.containerSecurity.${field}`, at(spec, 'securityContext', field))),
  ...plain('operator.pods.containerSecurity.addCapabilities', at(spec, 'securityContext', 'capabilities', 'add')),
  ...plain('operator.pods.containerSecurity.dropCapabilities', at(spec, 'securityContext', 'capabilities', 'drop')),
];

const seconds = (json: Spec): Expression | undefined =>
  number(json) === undefined ? undefined : call('Duration.seconds', [value(number(json)!)], CDK8S);

const TIMES: { readonly [option: string]: string } = {
  initialDelay: 'initialDelaySeconds',
  period: 'periodSeconds',
  timeout: 'timeoutSeconds',
};

/** Probes of the instances. */
export const probeRows = (probes: Spec): Row[] => [
  ...['startup', 'readiness', 'liveness'].flatMap((name) => {
    const probe = at(probes, name);
    const type = textOf(at(probe, 'type'));
    return [
      ...row(
        `operator.probes.${name}.type`,
        type === undefined ? undefined : member(`CloudNativePgProbeType.${type.toUpperCase().replace(/-/g, '_')}`),
      ),
      ...row(`operator.probes.${name}.maximumLag`, size(at(probe, 'maximumLag'))),
      ...Object.entries(TIMES).flatMap(([option, field]) => row(`operator.probes.${name}.${option}`, seconds(at(probe, field)))),
      ...plain(`operator.probes.${name}.failureThreshold`, number(at(probe, 'failureThreshold'))),
    ];
  }),
  ...plain('operator.probes.isolationCheck', at(probes, 'liveness', 'isolationCheck', 'enabled')),
];

const LDAP = ['server', 'port'];

/** A directory that is asked who may log in. */
export function ldapRows(ldap: Spec): Row[] {
  const search = at(ldap, 'bindSearchAuth');
  const fields: { readonly [option: string]: Json | undefined } = {
    ...Object.fromEntries(LDAP.map((field) => [field, at(ldap, field)])),
    ldaps: at(ldap, 'scheme') === 'ldaps' ? true : undefined,
    startTls: at(ldap, 'tls'),
    prefix: at(ldap, 'bindAsAuth', 'prefix'),
    suffix: at(ldap, 'bindAsAuth', 'suffix'),
    baseDn: at(search, 'baseDN'),
    bindDn: at(search, 'bindDN'),
    bindPassword: at(search, 'bindPassword'),
    searchAttribute: at(search, 'searchAttribute'),
    searchFilter: at(search, 'searchFilter'),
  };
  return isMap(ldap) ? Object.entries(fields).flatMap(([option, json]) => plain(`operator.ldap.${option}`, json)) : [];
}

/** Volumes of tablespaces. */
export function tablespaces(json: Spec): Expression | undefined {
  const items = listOf(json).map((one) =>
    map({
      name: value(textOf(at(one, 'name')) ?? ''),
      storage: map({
        size: size(at(one, 'storage', 'size')) ?? call('Size.gibibytes', [value(1)], CDK8S),
        storageClass: given(at(one, 'storage', 'storageClass')),
      }),
      owner: given(at(one, 'owner', 'name')),
      temporary: at(one, 'temporary') === true ? value(true) : undefined,
    }),
  );
  return items.length > 0 ? list(items) : undefined;
}

/** What all poolers of a cluster have besides: options of the factory, which are those of its cluster, too. */
export function poolerRows(spec: Spec): Row[] {
  const grace = seconds(at(spec, 'template', 'spec', 'terminationGracePeriodSeconds'));
  return [
    ...plain('operator.poolers.authQuery', at(spec, 'pgbouncer', 'authQuery')),
    ...plain('operator.poolers.authQuerySecret', at(spec, 'pgbouncer', 'authQuerySecret', 'name')),
    ...(at(spec, 'deploymentStrategy', 'type') === 'Recreate' ? plain('operator.poolers.recreates', true) : []),
    ...plain('operator.poolers.serviceAccountName', at(spec, 'serviceAccountName')),
    ...row('operator.poolers.terminationGrace', grace),
    ...plain('operator.poolers.service.labels', nonEmptyMap(mapOf(at(spec, 'serviceTemplate', 'metadata', 'labels')))),
    ...plain('operator.poolers.service.annotations', nonEmptyMap(mapOf(at(spec, 'serviceTemplate', 'metadata', 'annotations')))),
  ];
}
