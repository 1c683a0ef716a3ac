import { isCidr } from '../../../model/cidr';
import { ContainerOptions } from '../../../model/container';
import { DNS_LABEL, labelKeyProblem } from '../../../model/names';
import { ServiceKind } from '../../../model/operator-service';
import { Rule } from '../../../private/rules';
import { containerProblems, envProblems, sourceProblems } from '../../../private/pod-problems';
import { defined, isCount, isPort, nameProblem } from '../../../private/value-problems';
import { timingProblems } from '../../shared/patroni';
import { ZalandoProbe, ZalandoVolume } from '../cluster-options';
import { ClusterContext } from '../rule-contexts';
import { versionFacts } from '../versions';
import { ownFields } from './own-fields';
import { SERVICE_OPTIONS } from './option-spec';

/** Variables that the operator sets itself: it drops others of their names without a word, whatever their case. */
const OPERATOR_VARIABLES =
  /^(SCOPE|PGROOT|POD_IP|POD_NAMESPACE|PGUSER_(SUPERUSER|STANDBY)|PGPASSWORD_(SUPERUSER|STANDBY)|PAM_OAUTH2|HUMAN_ROLE|PGVERSION|KUBERNETES_.*|DCS_ENABLE_KUBERNETES_API|ETCD_HOST|SPILO_CONFIGURATION|ENABLE_WAL_PATH_COMPAT)$/i;

/** Variables by which the image writes or reads an archive. */
const ARCHIVE_VARIABLES = /^(WAL_.*|WALG_.*|WALE_.*|CLONE_.*|STANDBY_.*|USE_WALG.*|BACKUP_.*)$/i;

const OWN_CONTAINERS = ['postgres', 'exporter'];

/** Where the data is. */
const DATA = '/home/postgres/pgdata';

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/;

/** What is wrong with the options of clusters that were written for the operator. */
export const OPTION_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-270',
    summary: 'an origin that the rules do not know is that of a cluster that ran before',
    why: 'nothing holds its version, parameters and archive against those of the cluster, and another origin in its place restarts the pods',
    check: ({ model: { takenOver, recovery, replica, identity }, settings: { origin } }) =>
      origin === undefined
        ? []
        : [
            ...(takenOver === undefined
              ? [`'operator.origin' must not be given for a cluster that is made anew, got that of '${origin.cluster}'; write 'recovery'`]
              : []),
            ...((recovery ?? replica) === undefined
              ? []
              : [`'operator.origin' does not go with 'recovery' or what is followed; leave it out`]),
            ...(origin.cluster === '' || origin.cluster === identity.name
              ? [`'operator.origin.cluster' must be the name of another cluster, got '${origin.cluster}'`]
              : []),
          ],
  },
  {
    id: 'ZAL-226',
    summary: "containers of one's own are such as the operator takes",
    why: 'the operator leaves out what it has no field for, and the pods are refused or wait for ever',
    check: ({ settings: { sidecars = [], initContainers } }) => [
      ...containerProblems('operator.sidecars', sidecars, OWN_CONTAINERS),
      ...sidecars.flatMap((sidecar, i) => unknownFields(`operator.sidecars[${i}]`, sidecar)),
      ...containerProblems('operator.initContainers', initContainers, OWN_CONTAINERS),
    ],
  },
  {
    id: 'ZAL-227',
    summary: 'the timing of Patroni, probes and users are such as Patroni, Kubernetes and the operator take',
    why: 'Patroni takes other values without a word, or the API server refuses the cluster object',
    check: timeProblems,
  },
  {
    id: 'ZAL-228',
    summary: "variables of one's own are none of the operator's, of the library's or of an archive",
    why: 'the operator drops them, makes all pods anew at every sync, or writes the archive where nothing knows of it',
    check: variableProblems,
  },
  {
    id: 'ZAL-229',
    summary: "volumes of one's own have a name and a place of their own, and are one thing",
    why: 'the operator leaves out the second of two at one place, or the pods are refused',
    check: (context) => {
      const { volumes = [] } = context.settings;
      const own = ownFields(context.model, context.settings).additionalVolumes ?? [];
      return volumes.flatMap((volume, i) => volumeProblems(`operator.volumes[${i}]`, volume, [...own, ...volumes.slice(0, i)]));
    },
  },
  {
    id: 'ZAL-230',
    summary: 'Services that are reached from outside say who may come',
    why: 'nobody gets in by the Service, or the API server refuses it',
    check: serviceProblems,
  },
  {
    id: 'ZAL-231',
    summary: 'schema and role of pools are plain identifiers, and no role of the cluster',
    why: 'the operator writes them into SQL as they are, and passes over a role of that name',
    check: ({ model: { roles }, settings: { poolSchema, poolUser } }) => [
      ...Object.entries({ poolSchema, poolUser })
        .filter(([, name]) => name !== undefined && !IDENTIFIER.test(name))
        .map(([name, value]) => `'operator.${name}' must be lower-case letters, digits and '_', got '${value}'`),
      ...(poolUser !== undefined && ['postgres', 'standby', ...roles.map(({ name }) => name)].includes(poolUser)
        ? [`'operator.poolUser' must be no other role, got '${poolUser}'; write another name`]
        : []),
    ],
  },
];

/** What a sidecar of the operator has no field for. */
const unknownFields = (place: string, { args = [], mounts = [] }: ContainerOptions): string[] => [
  ...(args.length > 0 ? [`'${place}.args' has no field; write them into 'command'`] : []),
  ...(mounts.length > 0 ? [`'${place}.mounts' has no field; write a volume in 'operator.volumes' with the name of the container`] : []),
];

function timeProblems({ settings }: ClusterContext): string[] {
  const { patroni, livenessProbe, podUser = {}, schedulerName } = settings;
  return [
    ...timingProblems(patroni),
    ...(livenessProbe && !versionFacts(settings).spread
      ? [`'operator.livenessProbe' needs version 2.0 of the operator; leave it out`]
      : []),
    ...(livenessProbe ? probeProblems(livenessProbe) : []),
    ...Object.entries(podUser)
      .filter(([, id]) => id !== undefined && !isCount(id as number, 0))
      .map(([name, id]) => `'operator.podUser.${name}' must be a whole number from 0, got ${String(id)}`),
    ...defined([nameProblem('operator.schedulerName', schedulerName)]),
  ];
}

function probeProblems({ command, httpPath, httpPort, failureThreshold, ...times }: ZalandoProbe): string[] {
  return [
    ...((command === undefined) === (httpPath === undefined) ? [`'operator.livenessProbe' must have either 'command' or 'httpPath'`] : []),
    ...(httpPort === undefined || isPort(httpPort) ? [] : [`'operator.livenessProbe.httpPort' must be a port, got ${httpPort}`]),
    ...(failureThreshold === undefined || isCount(failureThreshold, 1)
      ? []
      : [`'operator.livenessProbe.failureThreshold' must be a whole number from 1, got ${failureThreshold}`]),
    ...Object.entries(times)
      .filter(([, time]) => time !== undefined && time.toMilliseconds() % 1000 !== 0)
      .map(([name, time]) => `'operator.livenessProbe.${name}' must be whole seconds, got ${time!.toMilliseconds()} milliseconds`),
  ];
}

function variableProblems({ model, settings }: ClusterContext): string[] {
  const { env = [], envFrom } = settings;
  const own = new Set((ownFields(model, settings).env ?? []).map(({ name }) => name.toUpperCase()));
  return [
    ...envProblems('operator.env', env),
    ...env.flatMap(({ name }) => {
      if (OPERATOR_VARIABLES.test(name)) {
        return [`'operator.env' must not have '${name}', which the operator sets; leave it out`];
      }
      if (own.has(name.toUpperCase())) {
        return [`'operator.env' must not have '${name}', which this cluster has already; leave it out`];
      }
      return ARCHIVE_VARIABLES.test(name)
        ? [`'operator.env' must not have '${name}', which leads an archive somewhere; write a BackupPolicy, or a recovery`]
        : [];
    }),
    ...sourceProblems('operator.envFrom', envFrom),
    ...((envFrom ?? []).length > 0 && !versionFacts(settings).spread
      ? [`'operator.envFrom' needs version 2.0 of the operator; write 'env'`]
      : []),
  ];
}

function volumeProblems(
  place: string,
  { name, mountPath, containers = [], secretName, configMapName, claimName, emptyDir, unlimitedEmptyDir }: ZalandoVolume,
  others: readonly { readonly name: string; readonly mountPath: string }[],
): string[] {
  const kinds = [secretName, configMapName, claimName, emptyDir, unlimitedEmptyDir || undefined].filter(
    (kind) => kind !== undefined,
  ).length;
  return [
    ...(DNS_LABEL.test(name) && name.length <= 63
      ? []
      : [`'${place}.name' must be at most 63 lower-case letters, digits and '-', got '${name}'`]),
    ...(others.some((other) => other.name === name) ? [`'${place}' repeats the volume '${name}'; write another name`] : []),
    ...(mountPath.startsWith('/') && mountPath !== DATA && !others.some((other) => other.mountPath === mountPath)
      ? []
      : [`'${place}.mountPath' must be an absolute path of its own, and not '${DATA}', got '${mountPath}'`]),
    ...(containers.includes('all') && containers.length > 1
      ? [`'${place}.containers' must be 'all' alone, or names, got ${containers.join(', ')}`]
      : []),
    ...(kinds === 1 ? [] : [`'${place}' must have exactly one of secretName, configMapName, claimName and emptyDir, got ${kinds}`]),
    ...defined([
      nameProblem(`${place}.secretName`, secretName),
      nameProblem(`${place}.configMapName`, configMapName),
      nameProblem(`${place}.claimName`, claimName),
    ]),
  ];
}

function serviceProblems({ settings }: ClusterContext): string[] {
  const { services = {} } = settings;
  const outside = SERVICE_OPTIONS.filter((option) => (services[option] ?? ServiceKind.CLUSTER_IP) !== ServiceKind.CLUSTER_IP);
  const { sourceRanges, annotations, primaryAnnotations, replicaAnnotations } = services;
  return [
    ...(outside.length > 0 && sourceRanges === undefined
      ? [`'operator.services' has ${outside.join(', ')} reached from outside, and nobody is let in; write 'sourceRanges'`]
      : []),
    ...(outside.length === 0 && sourceRanges !== undefined
      ? [`'operator.services.sourceRanges' goes with a Service that is reached from outside only; leave it out`]
      : []),
    ...(sourceRanges ?? [])
      .filter((cidr) => !isCidr(cidr))
      .map((cidr) => `'operator.services.sourceRanges' must be CIDRs such as '203.0.113.0/24', got '${cidr}'`),
    ...outside
      .filter((option) => services[option] === ServiceKind.NODE_PORT && !versionFacts(settings).nodePorts)
      .map(
        (option) =>
          `'operator.services.${option}' must be a load balancer in version 1.15, got a port of nodes; write ServiceKind.LOAD_BALANCER`,
      ),
    ...Object.entries({ annotations, primaryAnnotations, replicaAnnotations }).flatMap(([name, map]) =>
      defined(Object.keys(map ?? {}).map((key) => labelKeyProblem(key))).map((problem) => `'operator.services.${name}': ${problem}`),
    ),
  ];
}
