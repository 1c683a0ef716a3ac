import { Duration } from 'cdk8s';
import { isCidr } from '../model/cidr';
import { DatabaseOptions } from '../model/database';
import { parseCron } from '../model/cron';
import { longestGap } from '../model/cron-gap';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { DNS_1035_LABEL, DNS_LABEL } from '../model/names';
import { MAX_AGE_DAYS } from './drill-objects';
import type { RestoreDrillProps } from './restore-drill-props';
import { Rule } from '../private/rules';
import { repositoryProblem } from '../backup/on-demand-rules';
import { INSIDE_ENDPOINT } from '../private/inside-endpoint';
import { defined, isCount, isPinned, isPort, otherAppProblem, otherNamespaceProblem } from '../private/value-problems';

/** A drill and what the rules need to know around it. */
export interface DrillContext {
  readonly props: RestoreDrillProps;
  /** The cluster that is backed up, where it is an object of this app. */
  readonly source?: ClusterModel;
  /** The database that is looked at, where there is one. */
  readonly database?: DatabaseOptions;
  /** Namespace that the drill stands in. */
  readonly namespace?: string;
  readonly cluster: ClusterIdentity;
}

/** Of the 63 characters of a label, Jobs of a CronJob take eleven, and operators up to eleven behind the name of a cluster. */
const MAX_NAME = 41;
const MAX_AGE = 3650;
const MINUTES_OF_A_DAY = 24 * 60;
const MIN_DEADLINE = 60;
const MAX_DEADLINE = 7 * 24 * 60 * 60;

/** What is wrong with the time that a restore may take. */
function deadlineProblem(deadline: Duration): string | undefined {
  const seconds = deadline.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds >= MIN_DEADLINE && seconds <= MAX_DEADLINE
    ? undefined
    : `'deadline' must be a whole number of seconds from ${MIN_DEADLINE} to ${MAX_DEADLINE}, got ${seconds}; write for example Duration.hours(6)`;
}

/** What holds for a restore drill on every operator. */
export const DRILL_RULES: readonly Rule<DrillContext>[] = [
  {
    id: 'DRILL-001',
    summary: `drillName is a DNS label of at most ${MAX_NAME} characters, and that of no cluster`,
    why: 'the cluster of that name is created and removed on every run',
    check: ({ props: { drillName }, cluster }) =>
      defined([
        DNS_1035_LABEL.test(drillName) && drillName.length <= MAX_NAME
          ? undefined
          : `'drillName' must be at most ${MAX_NAME} lower-case letters, digits and '-', with a letter first and no '-' at the end, got '${drillName}'`,
        drillName === cluster.name
          ? `'drillName' must not be the cluster that is backed up, got '${drillName}'; write '${drillName}-drill'`
          : undefined,
      ]),
  },
  {
    id: 'DRILL-002',
    summary: 'a drill looks at a database of a cluster of this app',
    why: 'the restored cluster is a copy of what the program says of the source, and the checks log in as the owner of a database',
    check: ({ props, source, database, cluster }) => {
      if (source === undefined) {
        return otherAppProblem('RestoreDrill', cluster);
      }
      if (database !== undefined) {
        return undefined;
      }
      const names = source.databases.map(({ name }) => `'${name}'`);
      return names.length === 0
        ? `the cluster '${cluster.name}' must have 'databases', got none; write databases: [{ name: '...', owner: '...' }]`
        : `'database' must be one of ${names.join(', ')}, got '${props.database}'`;
    },
  },
  {
    id: 'DRILL-003',
    summary: 'a drill has checks, each with a title of one line and a query',
    why: 'a cluster that starts proves little: an empty one starts as well',
    check: ({ props: { checks } }) =>
      checks.length === 0
        ? `'checks' must have at least one DrillCheck.isTrue(...), got none`
        : checks.flatMap(({ title, sql }, i) =>
            defined([
              title.trim() !== '' && !/[\r\n]/.test(title)
                ? undefined
                : `'checks[${i}].title' must be one line that says what is checked, got '${title.replace(/[\r\n]+/g, '\\n')}'`,
              sql.trim() === '' ? `'checks[${i}].sql' must be a query that answers true or false, got ''` : undefined,
            ]),
          ),
  },
  {
    id: 'DRILL-004',
    summary: 'a drill has a time, an age and a repository that there are',
    why: 'it would never run, or nobody would learn that it does not',
    check: ({ props }) => {
      const cron = parseCron(props.schedule);
      return defined([
        typeof cron === 'string' ? `'schedule': ${cron}` : undefined,
        props.maxAgeDays === undefined || (isCount(props.maxAgeDays, 1) && props.maxAgeDays <= MAX_AGE)
          ? undefined
          : `'maxAgeDays' must be a whole number from 1 to ${MAX_AGE}, got ${props.maxAgeDays}`,
        props.deadline && deadlineProblem(props.deadline),
        repositoryProblem(props.repository ?? 1, props.policy.archive.repositories.length),
      ]);
    },
  },
  {
    id: 'DRILL-005',
    summary: 'what a drill may reach is written as CIDRs, the API server first of all',
    why: 'without the API server the operator could not start the cluster; a policy that cannot be read is refused',
    check: ({ props: { network } }) => [
      ...(network.apiServerCidrs.length === 0
        ? [`'network.apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them`]
        : []),
      ...(['apiServerCidrs', 'archiveCidrs'] as const).flatMap((prop) =>
        (network[prop] ?? [])
          .filter((cidr) => !isCidr(cidr))
          .map((cidr) => `'network.${prop}' must have CIDRs such as '10.96.0.1/32', got '${cidr}'`),
      ),
      ...(network.apiServerPort === undefined || isPort(network.apiServerPort)
        ? []
        : [`'network.apiServerPort' must be a whole number from 1 to 65535, got ${network.apiServerPort}`]),
      ...(network.archiveCidrs?.length === 0
        ? [`'network.archiveCidrs' must have the addresses of the archive, got none; leave it out for all public addresses`]
        : []),
      ...(network.operatorNamespace === undefined || (network.operatorNamespace.length <= 63 && DNS_LABEL.test(network.operatorNamespace))
        ? []
        : [`'network.operatorNamespace' must be at most 63 lower-case letters, digits and '-', got '${network.operatorNamespace}'`]),
    ],
  },
  {
    id: 'DRILL-006',
    summary: 'a drill stands in the namespace of its cluster',
    why: 'the credentials of the archive are there',
    check: ({ namespace, cluster }) => otherNamespaceProblem('drill', namespace, cluster),
  },
  {
    id: 'DRILL-007',
    summary: 'images of a drill have a tag',
    why: 'another image would run next month, and the proof with it would be another one',
    check: ({ props: { images } }) =>
      Object.entries(images ?? {})
        .filter(([, image]) => image !== undefined && !isPinned(image as string))
        .map(([name, image]) => `'images.${name}' must have a tag that is not 'latest', got '${image}'`),
  },
  {
    id: 'DRILL-008',
    summary: 'the addresses of an archive inside of the network are given',
    why: 'the pods of a drill reach public addresses only where nothing else is said, so the restore would never begin',
    check: ({ props: { policy, repository, network } }) => {
      const read = policy.archive.repositories.find(({ index }) => index === (repository ?? 1));
      const endpoint = read?.target.bucket?.endpoint;
      return endpoint !== undefined && network.archiveCidrs === undefined && INSIDE_ENDPOINT.test(endpoint)
        ? `'network.archiveCidrs' must have the addresses of '${endpoint}', got none; write those of its pods, such as ['10.0.0.0/8']`
        : undefined;
    },
  },
  {
    id: 'DRILL-009',
    summary: 'the owner of the database that is looked at can log in',
    why: 'the restored cluster has the role as the backup has it, and the checks log in as the owner',
    check: ({ source, database }) => {
      const owner = source?.roles.find(({ name }) => name === database?.owner);
      const reasons = [
        ...(owner?.login === false ? [`'login: false'`] : []),
        ...(owner?.validUntil === undefined ? [] : [`'validUntil'`]),
        ...(owner?.connectionLimit === 0 ? [`'connectionLimit: 0'`] : []),
      ];
      return reasons.length > 0
        ? `the owner '${owner!.name}' of '${database!.name}' must be able to log in at any time, got ${reasons.join(' and ')}; leave that out, or look at another database`
        : undefined;
    },
  },
  {
    id: 'DRILL-010',
    summary: 'a drill may be as old as the next one makes it',
    why: 'it would be told as too old before the next one is due, each time, until nobody looks any more',
    check: ({ props: { schedule, maxAgeDays } }) => {
      const between = Math.ceil((longestGap(schedule) ?? 0) / MINUTES_OF_A_DAY);
      const age = maxAgeDays ?? MAX_AGE_DAYS;
      return isCount(age, 1) && age < between
        ? `'maxAgeDays' must be ${between} or more, the days between two times of '${schedule}', got ${maxAgeDays ?? `none, which is ${MAX_AGE_DAYS}`}; write maxAgeDays: ${2 * between + 1}, which lets one of them fail, or a schedule that comes round sooner`
        : undefined;
    },
  },
];
