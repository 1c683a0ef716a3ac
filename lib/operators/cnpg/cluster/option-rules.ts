import { Duration } from 'cdk8s';
import { DNS_1035_LABEL } from '../../../model/names';
import { PodSecurityStandard } from '../../../model/pod-security';
import { PoolAccess } from '../../../model/pool-mode';
import { Rule } from '../../../private/rules';
import { envProblems, securityProblems, serviceProblems, sourceProblems } from '../../../private/pod-problems';
import { defined, isCount, isPort, labelProblems, nameProblem } from '../../../private/value-problems';
import { labelKeyProblem } from '../../../model/names';
import { namesOfCluster } from '../names';
import {} from '../server-options';
import { CloudNativePgProbe, CloudNativePgProbeType } from '../timing-options';
import { CloudNativePgServiceTarget } from '../service-options';
import { storesOf } from '../recovery/origins';
import { ClusterContext } from '../rule-contexts';
import { versionFacts } from '../versions';
import { LEAST_MAJOR, extensionListProblems } from './extension-problems';
import { serviceAccountSpec } from './identity-spec';

const REFUSED = 'the admission webhook of CloudNativePG, or the API server, refuses the cluster';

/** Variables that the instance manager sets, in whatever case. */
const OWN_VARIABLES = /^(PG.*|CNPG_.*|POD_NAME|NAMESPACE|CLUSTER_NAME)$/i;

/** What is wrong with the options of clusters that were written for the operator. */
export const OPTION_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-141',
    summary: 'which standbys are waited for fits the replication of the cluster',
    why: REFUSED,
    check: synchronousProblems,
  },
  {
    id: 'CNPG-142',
    summary: 'delays and probes are whole seconds that fit together',
    why: `${REFUSED}, or the kubelet kills an instance that is about to stop`,
    check: ({ settings: { timing = {}, probes = {} } }) => [
      ...Object.entries(timing as { readonly [name: string]: Duration | undefined }).flatMap(([name, value]) =>
        secondsProblem(`operator.timing.${name}`, value),
      ),
      ...(timing.smartShutdownTimeout && timing.stopDelay && milliseconds(timing.smartShutdownTimeout) >= milliseconds(timing.stopDelay)
        ? [`'operator.timing.smartShutdownTimeout' must be less than 'stopDelay', got ${timing.smartShutdownTimeout.toHumanString()}`]
        : []),
      ...(['startup', 'readiness', 'liveness'] as const).flatMap((name) => probeProblems(`operator.probes.${name}`, probes[name], name)),
    ],
  },
  {
    id: 'CNPG-143',
    summary: 'a service account of somebody else is one that the operator version, and the plugin of the archive, can use',
    why: `${REFUSED}, or the plugin, which gives its rights to the account that the operator makes, archives nothing`,
    check: serviceAccountProblems,
  },
  {
    id: 'CNPG-144',
    summary: 'extensions in images are such as the version of PostgreSQL and of the operator take',
    why: REFUSED,
    check: ({ model, settings }) => [
      ...((settings.imageExtensions ?? []).length > 0 && model.version.majorNumber < LEAST_MAJOR
        ? [
            `'operator.imageExtensions' need PostgreSQL ${LEAST_MAJOR}, got ${model.version.major}; leave them out, or use an image that holds them`,
          ]
        : []),
      ...extensionListProblems('operator.imageExtensions', settings.imageExtensions ?? [], {
        missing:
          model.image?.catalog !== undefined && versionFacts(settings).serviceAccounts
            ? undefined
            : 'only an image catalog has images of extensions, from version 1.29 of the operator on',
        hasBinaries: versionFacts(settings).serviceAccounts,
      }),
    ],
  },
  {
    id: 'CNPG-145',
    summary: 'LDAP is asked in one way, behind lines that leave somebody to it; lines of pg_ident.conf are lines',
    why: `${REFUSED}, or the directory is never asked`,
    check: ldapProblems,
  },
  {
    id: 'CNPG-147',
    summary: "Services of one's own have names of their own, and those that are switched off lead nobody",
    why: `${REFUSED}, or clients find nothing at their address`,
    check: serviceRuleProblems,
  },
  {
    id: 'CNPG-148',
    summary: 'options of pods are such as Kubernetes takes, and leave alone what the instance manager sets',
    why: REFUSED,
    check: podProblems,
  },
  {
    id: 'CNPG-149',
    summary: 'a security context keeps to the Pod Security Standard of the namespace',
    why: 'the namespace keeps the pods out',
    check: ({ model: { podSecurity }, settings: { pods } }) => {
      const { allowPrivilegeEscalation, addCapabilities = [], runAsNonRoot } = pods?.containerSecurity ?? {};
      const beyond: readonly (readonly [name: string, value: unknown, isBeyond: boolean])[] = [
        ['containerSecurity.allowPrivilegeEscalation', allowPrivilegeEscalation, allowPrivilegeEscalation === true],
        ['containerSecurity.addCapabilities', addCapabilities.join(', '), addCapabilities.length > 0],
        ['containerSecurity.runAsNonRoot', runAsNonRoot, runAsNonRoot === false],
        ['podSecurity.runAsNonRoot', pods?.podSecurity?.runAsNonRoot, pods?.podSecurity?.runAsNonRoot === false],
      ];
      return podSecurity === PodSecurityStandard.RESTRICTED
        ? beyond
            .filter(([, , isBeyond]) => isBeyond)
            .map(
              ([name, value]) => `'operator.pods.${name}' must not go beyond podSecurity: RESTRICTED, got ${String(value)}; leave it out`,
            )
        : [];
    },
  },
];

function synchronousProblems({ model: { replication, instances }, settings: { synchronous } }: ClusterContext): string[] {
  if (synchronous === undefined) {
    return [];
  }
  if (!replication.isSynchronous) {
    return [`'operator.synchronous' goes with Replication.synchronous(...) only; write that, or leave it out`];
  }
  const names = [...(synchronous.standbysBefore ?? []), ...(synchronous.standbysAfter ?? [])];
  const { maxStandbysFromCluster: most, failoverQuorum } = synchronous;
  return [
    ...(names.length > 0 && replication.writesWithoutStandby
      ? [`'operator.synchronous' must not name standbys with writesWithoutStandby: true, got ${names.join(', ')}; leave them out`]
      : []),
    ...(most === undefined || isCount(most, 0)
      ? []
      : [`'operator.synchronous.maxStandbysFromCluster' must be a whole number from 0, got ${most}`]),
    ...(failoverQuorum && replication.standbys <= names.length
      ? [
          `'operator.synchronous.failoverQuorum' needs more synchronous standbys than those of other clusters, got ${replication.standbys} of which ${names.length} may be others; write more 'standbys'`,
        ]
      : []),
    ...(failoverQuorum && instances < 3
      ? [`'operator.synchronous.failoverQuorum' needs 3 instances, got ${instances}; with fewer no failover ever happens`]
      : []),
  ];
}

const milliseconds = (duration: Duration): number => duration.toMilliseconds();

const secondsProblem = (place: string, value: Duration | undefined): string[] =>
  value === undefined || (milliseconds(value) % 1000 === 0 && isCount(milliseconds(value) / 1000, 0))
    ? []
    : [`'${place}' must be whole seconds, got ${milliseconds(value)} milliseconds`];

function probeProblems(place: string, probe: CloudNativePgProbe | undefined, name: string): string[] {
  if (probe === undefined) {
    return [];
  }
  const { type, maximumLag, failureThreshold, initialDelay, period, timeout } = probe;
  return [
    ...(name === 'liveness' && (type !== undefined || maximumLag !== undefined)
      ? [`'${place}' must have no 'type' and no 'maximumLag', which are for the other probes; leave them out`]
      : []),
    ...(maximumLag !== undefined && type !== CloudNativePgProbeType.STREAMING
      ? [`'${place}.maximumLag' goes with CloudNativePgProbeType.STREAMING only, got '${type}'`]
      : []),
    ...(failureThreshold === undefined || isCount(failureThreshold, 1)
      ? []
      : [`'${place}.failureThreshold' must be a whole number from 1, got ${failureThreshold}`]),
    ...secondsProblem(`${place}.initialDelay`, initialDelay),
    ...secondsProblem(`${place}.period`, period),
    ...secondsProblem(`${place}.timeout`, timeout),
  ];
}

function serviceAccountProblems({ model, settings }: ClusterContext): string[] {
  const { pods = {} } = settings;
  const stores = storesOf(model);
  const metadata = { ...pods.serviceAccountAnnotations, ...pods.serviceAccountLabels };
  return [
    ...defined(Object.keys(pods.serviceAccountAnnotations ?? {}).map(labelKeyProblem)).map(
      (problem) => `'operator.pods.serviceAccountAnnotations': ${problem}`,
    ),
    ...labelProblems('operator.pods.serviceAccountLabels', pods.serviceAccountLabels ?? {}),
    ...(pods.serviceAccountName === undefined
      ? []
      : [
          ...defined([nameProblem('operator.pods.serviceAccountName', pods.serviceAccountName)]),
          ...(versionFacts(settings).serviceAccounts
            ? []
            : [
                `'operator.pods.serviceAccountName' needs CloudNativePG 1.29, got ${settings.operatorVersion}; write 'serviceAccountAnnotations'`,
              ]),
          ...(Object.keys(metadata).length > 0 || serviceAccountSpec(stores) !== undefined
            ? [
                `'operator.pods.serviceAccountName' does not go with annotations or labels of the account, nor with identities of a cloud; write either`,
              ]
            : []),
          ...(stores.length > 0
            ? [
                `'operator.pods.serviceAccountName' does not go with an archive, got '${pods.serviceAccountName}'; write 'serviceAccountAnnotations'`,
              ]
            : []),
        ]),
  ];
}

function ldapProblems({ model: { accessRules }, settings: { ldap, identLines = [] } }: ClusterContext): string[] {
  const lines = identLines
    .filter((line) => !/^[\x20-\x7e\t]+$/.test(line))
    .map((line) => `'operator.identLines' must be lines of printable characters, got ${JSON.stringify(line)}`);
  if (ldap === undefined) {
    return lines;
  }
  const isSimple = ldap.prefix !== undefined || ldap.suffix !== undefined;
  return [
    ...lines,
    ...(isSimple === (ldap.baseDn !== undefined)
      ? [`'operator.ldap' must have either 'prefix' and 'suffix', or 'baseDn', got ${isSimple ? 'both' : 'neither'}`]
      : []),
    ...(ldap.ldaps && ldap.startTls ? [`'operator.ldap' must not have 'ldaps' and 'startTls' at once; leave one of them out`] : []),
    ...(ldap.port === undefined || isPort(ldap.port)
      ? []
      : [`'operator.ldap.port' must be a whole number from 1 to 65535, got ${ldap.port}`]),
    ...defined([nameProblem('operator.ldap.bindPassword.name', ldap.bindPassword?.name)]),
    ...(accessRules.length > 0
      ? [`'operator.ldap' does not go with 'accessRules', behind which nobody is left for it; write 'hbaRules' instead of them`]
      : []),
  ];
}

function serviceRuleProblems({ model: { identity, pools }, settings: { services = {} } }: ClusterContext): string[] {
  const { disabled = [], additional = [] } = services;
  return [
    ...(disabled.includes(CloudNativePgServiceTarget.PRIMARY)
      ? [`'operator.services.disabled' must not have PRIMARY, by which pools and instances find the primary; leave it out`]
      : []),
    ...(disabled.includes(CloudNativePgServiceTarget.REPLICAS) && pools.some(({ access }) => access === PoolAccess.READ_ONLY)
      ? [`'operator.services.disabled' must not have REPLICAS while a pool leads there; leave it out`]
      : []),
    ...additional.flatMap(({ name, ...service }, i) => [
      ...(DNS_1035_LABEL.test(name) && name.length <= 63 && !namesOfCluster(identity).includes(name)
        ? []
        : [
            `'operator.services.additional[${i}].name' must be at most 63 lower-case letters, digits and '-', and none that the cluster uses, got '${name}'`,
          ]),
      ...(additional.findIndex((other) => other.name === name) === i
        ? []
        : [`'operator.services.additional[${i}]' repeats the name '${name}'`]),
      ...serviceProblems(`operator.services.additional[${i}]`, service),
    ]),
  ];
}

function podProblems({ settings: { pods = {}, description } }: ClusterContext): string[] {
  const ids = { postgresUid: pods.postgresUid, postgresGid: pods.postgresGid };
  return [
    ...envProblems('operator.pods.env', pods.env),
    ...(pods.env ?? [])
      .filter(({ name }) => OWN_VARIABLES.test(name))
      .map(({ name }) => `'operator.pods.env' must not have '${name}', which the instance manager sets; leave it out`),
    ...sourceProblems('operator.pods.envFrom', pods.envFrom),
    ...sourceProblems('operator.pods.projectedFiles', pods.projectedFiles),
    ...securityProblems('operator.pods.podSecurity', pods.podSecurity),
    ...securityProblems('operator.pods.containerSecurity', pods.containerSecurity),
    ...Object.entries(ids)
      .filter(([, id]) => id !== undefined && !isCount(id, 1))
      .map(([name, id]) => `'operator.pods.${name}' must be a whole number from 1, got ${id}`),
    ...defined([nameProblem('operator.pods.schedulerName', pods.schedulerName)]),
    ...(description === '' ? [`'operator.description' must not be empty; leave it out`] : []),
  ];
}
