import { MetricsDiscovery } from '../../../model/monitoring';
import { SpreadRule } from '../../../model/placement';
import { Rule } from '../../../private/rules';
import { defined, isCount, nameProblem } from '../../../private/value-problems';
import { CloudNativePgPlugin } from '../archive-options';
import { BARMAN_PLUGIN, PRINTED_TYPES } from '../backup/backup-spec';
import { isInTree } from '../backup/in-tree-spec';
import { chosenNames } from '../names';
import { externalClusters } from '../recovery/external-clusters';
import { ClusterContext } from '../rule-contexts';

const REFUSED = 'the admission webhook of CloudNativePG, or the API server, refuses the cluster';

/** What is wrong with what was written for the operator of archives, plugins, servers and metrics. */
export const ARCHIVE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-198',
    summary: 'the operator archives by itself for clusters alone that did so before',
    why: 'that leaves the operator with version 1.31, and images of today hold no barman-cloud',
    check: ({ model: { takenOver }, settings }) =>
      isInTree(settings) && takenOver === undefined
        ? `'operator.barman.inTree' must not be true for a cluster that is made anew, got true; leave it out, and install the Barman Cloud plugin`
        : undefined,
  },
  {
    id: 'CNPG-191',
    summary: 'how barman-cloud is run is said to whoever runs it',
    why: 'the tool takes no such number, and the operator itself has no container for backups whose CPU and memory could be said',
    check: ({ model: { backup }, settings }) => [
      ...(settings.barman?.walParallelism === undefined || isCount(settings.barman.walParallelism, 1)
        ? []
        : [`'operator.barman.walParallelism' must be a whole number from 1, got ${settings.barman.walParallelism}`]),
      ...(isInTree(settings) && Object.keys(backup?.computeOptions ?? {}).length > 0
        ? [
            `'compute' of the backup policy must not be given with 'operator.barman.inTree', where backups run in the containers of the instances; leave it out`,
          ]
        : []),
    ],
  },
  {
    id: 'CNPG-197',
    summary: 'names of ScheduledBackups are such as Kubernetes takes, for schedules that the policy has',
    why: 'the API server refuses the object, or a name is for nothing',
    check: ({ model: { backup }, settings }) => {
      const schedules = backup?.repositories[0]?.schedules ?? [];
      const chosen = PRINTED_TYPES.map((type) => [type, chosenNames(settings, type)] as const);
      return [
        ...chosen.flatMap(([type, said]) =>
          defined(said.map((name, i) => nameProblem(`operator.scheduledBackups.${type}Names[${i}]`, name))),
        ),
        ...chosen.flatMap(([type, said]) => {
          const count = schedules.filter((one) => one.type === type).length;
          return backup && said.length > count
            ? [
                `'operator.scheduledBackups.${type}Names' must be no more than the schedules of the policy, which are ${count}, got ${said.length}`,
              ]
            : [];
        }),
      ];
    },
  },
  {
    id: 'CNPG-192',
    summary: 'plugins have names of their own, and one archives',
    why: REFUSED,
    check: ({ model: { backup }, settings: { plugins = [], ...settings } }) => [
      ...nameProblems('operator.plugins', plugins, backup && !isInTree(settings) ? [BARMAN_PLUGIN] : []),
      ...archiverProblems(plugins, backup !== undefined),
    ],
  },
  {
    id: 'CNPG-193',
    summary: "servers of one's own have names of their own, and say how they are reached",
    why: REFUSED,
    check: ({ model, settings }) => {
      const { externalClusters: said = [] } = settings;
      const printed = said.length === 0 ? [] : externalClusters(model, { ...settings, externalClusters: undefined });
      return [
        ...nameProblems(
          'operator.externalClusters',
          said,
          printed.map(({ name }) => name),
        ),
        ...said
          .filter(({ name }) => /[/\\]/.test(name) || name === '.' || name === '..')
          .map(({ name }) => `'operator.externalClusters' must have names without '/' and '\\', got '${name}'`),
        ...said
          .filter(({ connectionParameters, plugin, archive }) => (connectionParameters ?? plugin ?? archive) === undefined)
          .map(({ name }) => `'operator.externalClusters' must say 'connectionParameters', 'plugin' or 'archive' of '${name}', got none`),
        ...said
          .filter(({ archive, plugin }) => archive !== undefined && (plugin !== undefined || !isInTree(settings)))
          .map(
            ({ name }) =>
              `'operator.externalClusters' must have an 'archive' with 'operator.barman.inTree' and without 'plugin' only, got that of '${name}'`,
          ),
      ];
    },
  },
  {
    id: 'CNPG-194',
    summary: 'an origin that the rules do not know is that of a cluster that ran before',
    why: 'nothing holds its version, parameters and archive against those of the cluster',
    check: ({ model: { takenOver, recovery, formerOrigin, replica }, settings: { externalClusters: said = [] } }) => {
      const origins = said.filter(({ origin }) => origin !== undefined).map(({ name }) => `'${name}'`);
      const other = recovery ?? formerOrigin ?? replica;
      return [
        ...(origins.length > 0 && takenOver === undefined
          ? [
              `'operator.externalClusters' must have no 'origin' for a cluster that is made anew, got that of ${origins[0]}; write 'recovery'`,
            ]
          : []),
        ...(origins.length > 1 ? [`'operator.externalClusters' must have one 'origin', got ${origins.join(', ')}`] : []),
        ...(origins.length > 0 && other !== undefined
          ? [
              `'operator.externalClusters' must have no 'origin' beside 'recovery' or what is followed, got that of ${origins[0]}; leave it out`,
            ]
          : []),
      ];
    },
  },
  {
    id: 'CNPG-196',
    summary: 'instances are kept apart where they are kept apart at all',
    why: 'the two say the opposite, and the operator follows one of them',
    check: ({ model: { placement }, settings: { pods } }) =>
      pods?.antiAffinity !== undefined && placement.nodes === SpreadRule.NONE
        ? `'operator.pods.antiAffinity' does not go with 'placement.nodes: SpreadRule.NONE'; leave one of the two out`
        : undefined,
  },
  {
    id: 'CNPG-195',
    summary: 'one PodMonitor finds the instances',
    why: 'each metric comes twice, and alerts count double; steps of relabeling without it are ignored',
    check: ({ model: { monitoring }, settings: { monitoring: said = {} } }) => [
      ...(said.podMonitor === true && monitoring.enabled && monitoring.discovery === MetricsDiscovery.POD_MONITOR
        ? [
            `'operator.monitoring.podMonitor' must not be true beside 'monitoring', which prints a PodMonitor, got true; leave it out, and give the steps to 'monitoring'`,
          ]
        : []),
      ...(said.podMonitor !== true && (said.relabelings ?? said.metricRelabelings) !== undefined
        ? [`'operator.monitoring' must have steps of relabeling with 'podMonitor: true' only; leave them out, or give them to 'monitoring'`]
        : []),
    ],
  },
];

function nameProblems(prop: string, said: readonly { readonly name: string }[], taken: readonly string[]): string[] {
  return said.flatMap(({ name }, i) => {
    const isTaken = taken.includes(name) || said.findIndex((other) => other.name === name) !== i;
    return name === ''
      ? [`'${prop}[${i}].name' must not be empty`]
      : isTaken
        ? [`'${prop}[${i}].name' must be unlike every other one, got '${name}'; leave it out, or give it another name`]
        : [];
  });
}

function archiverProblems(plugins: readonly CloudNativePgPlugin[], hasPolicy: boolean): string[] {
  const archivers = plugins.filter(({ archivesWal }) => archivesWal).map(({ name }) => `'${name}'`);
  return [
    ...(archivers.length > 1 ? [`'operator.plugins' must have one that archives WAL, got ${archivers.join(', ')}`] : []),
    ...(archivers.length > 0 && hasPolicy
      ? [`'operator.plugins' must have none that archives WAL beside a BackupPolicy, got ${archivers[0]}; leave one of the two out`]
      : []),
  ];
}
