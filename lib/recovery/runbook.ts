import { BackupSchedule } from '../model/backup-schedule';
import { isMarked } from './moment-lines';
import { canonicalCron } from '../model/cron';
import { BackupModel, BackupRepositoryModel } from '../model/backup-model';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { Standing, standing } from '../model/standing';
import type { OperatorFacts } from '../operators/operator-facts';
import type { RunbookFacts } from '../operators/recovery-contract';
import type { RunbookStep } from '../operators/runbook-step';

/** What a runbook is written from. */
export interface RunbookPlan {
  readonly model: ClusterModel;
  readonly backup: BackupModel;
  readonly operator: OperatorFacts;
  readonly facts: RunbookFacts;
  /** The folder of each repository in an object store. */
  readonly places: readonly string[];
  readonly recovered: ClusterIdentity;
  /** The moment that is restored; undefined for the latest. */
  readonly targetTime?: string;
  /** The objects of the recovered cluster as YAML. */
  readonly manifest: string;
  /** Where applications reach the lost and the recovered cluster. */
  readonly hosts: readonly [string, string];
  /** Each role that logs in, with the Secrets of its password at the lost and the recovered cluster. */
  readonly secrets: readonly (readonly [role: string, lost: string, recovered: string])[];
  /** How to get back one table; undefined where the operator does not say how. */
  readonly table?: TableCopy;
}

/** A small copy of a cluster, for one table. */
export interface TableCopy {
  readonly name: string;
  /** The objects of the copy as YAML; undefined where rules refuse it. */
  readonly manifest?: string;
  /** Why. */
  readonly refused: readonly string[];
  /** Beginnings of commands in the primaries. */
  readonly inLost: string;
  readonly inCopy: string;
  readonly wait: readonly RunbookStep[];
}

/** How to recover a cluster: Markdown with the commands and the manifest, in the order in which they are needed. */
export function runbook(plan: RunbookPlan): string {
  const { model, facts, operator, recovered, targetTime, manifest, hosts } = plan;
  const { name, namespace = 'default' } = model.identity;
  const sections: readonly [title: string, text: string][] = [
    ['What there is', archiveTable(plan)],
    ['1. See what can be restored', steps(facts.inspect)],
    ['2. If the cluster still runs, save what was written last', steps(facts.flush)],
    ['3. Prepare', steps(facts.before)],
    [
      '4. Restore into a new cluster',
      [
        `The manifest restores ${targetTime === undefined ? 'everything that was archived' : `the state of ${targetTime}`} into the cluster ` +
          `\`${recovered.name}\`, which archives to a place of its own. The lost cluster stays as it is. ` +
          `${anotherMoment(manifest)} Save the manifest as \`recovered.yaml\` and apply it:`,
        command(`kubectl apply --server-side --namespace=${namespace} --filename=recovered.yaml`),
        fenced('yaml', manifest.trimEnd()),
      ].join('\n\n'),
    ],
    ['5. Follow the recovery', steps(facts.after)],
    [
      '6. Lead the applications to it',
      [`Hosts change from \`${hosts[0]}\` to \`${hosts[1]}\`.${pools(model)}`, secretTable(plan), admitted(model)].join('\n\n'),
    ],
    [
      '7. Put it into the program',
      `Write the new cluster with \`recovery: RecoverySource.fromArchive(...)\` and leave that there; take the old cluster out when nobody needs it. ` +
        'Without the new cluster in the program, the next sync may remove it. When it runs and has a backup of its own, write `.done()` behind the ' +
        'RecoverySource.',
    ],
    ...oneTable(plan),
  ];
  const head = `# Recovery of \`${name}\`\n\nNamespace \`${namespace}\`, PostgreSQL ${model.version.major}, ${operator.displayName} ${operator.operatorVersion}.`;
  return `${[head, ...notWriting(model), ...sections.map(([title, text]) => `## ${title}\n\n${text}`)].join('\n\n')}\n`;
}

const anotherMoment = (manifest: string): string =>
  isMarked(manifest)
    ? 'For another moment edit the lines that are marked.'
    : "For another moment print this page anew, with `recoveryRunbook({ targetTime: '...' })`.";

/** Where applications find user and password. */
function secretTable({ secrets }: RunbookPlan): string {
  return secrets.length === 0
    ? 'No role of the program logs in.'
    : `Users and passwords are in these Secrets:\n\n${table([['role', 'Secret of the lost cluster', 'Secret of the recovered cluster'], ...secrets])}`;
}

function admitted({ network }: ClusterModel): string {
  return network.managedElsewhere
    ? 'The program prints no NetworkPolicies: let the applications in where they are managed.'
    : 'The policies in the manifest let in whom the program lets in to the lost cluster and to its pools. Other programs that let themselves in print ' +
        'a policy of their own, with the name of the new cluster.';
}

/** How to get back one table, where everything else of the cluster is sound. */
function oneTable({ model, table: copy }: RunbookPlan): [title: string, text: string][] {
  if (copy === undefined) {
    return [];
  }
  const { namespace = 'default' } = model.identity;
  const database = model.databases[0]?.name ?? 'DATABASE';
  const client = (where: string, program: string): string => `${where} ${program} --username=postgres --dbname=${database}`;
  const title = 'If one table is enough';
  const intro =
    'Where a table was dropped or damaged and the rest is sound, the cluster stays, and nothing that was written since is lost: restore a small ' +
    `copy, \`${copy.name}\`, which archives nothing, take the table out of it, and remove it.`;
  if (copy.manifest === undefined) {
    return [[title, `${intro} Such a copy is refused as the program stands:\n\n${copy.refused.map((text) => `- ${text}`).join('\n')}`]];
  }
  const list: RunbookStep[] = [
    {
      text: 'Save the manifest below as `table.yaml`. Edit the moment: a little before the table was hurt. Then apply it.',
      command: `kubectl apply --server-side --namespace=${namespace} --filename=table.yaml`,
    },
    ...copy.wait,
    {
      text: `Write database, schema and table instead of \`${database}\`, \`public\` and \`TABLE\` here and below, and take the table out of the copy.`,
      command: `${client(copy.inCopy, 'pg_dump')} --table=public.TABLE > table.sql`,
    },
    {
      text:
        'Where the table still is in the cluster, put it aside with its indexes and sequences. Foreign keys of other tables follow it, and views ' +
        'that read it: drop them, and make them again at the end.',
      command: `${client(copy.inLost, 'psql')} --command='CREATE SCHEMA damaged' --command='ALTER TABLE public.TABLE SET SCHEMA damaged'`,
    },
    {
      text: 'Load it, all or nothing.',
      command: `${client(copy.inLost, 'psql')} --set=ON_ERROR_STOP=1 --single-transaction < table.sql`,
    },
    {
      text: 'Look at it, make foreign keys and views of others again, and remove the copy.',
      command: `kubectl delete --namespace=${namespace} --filename=table.yaml`,
    },
  ];
  return [[title, [intro, steps(list), fenced('yaml', copy.manifest.trimEnd())].join('\n\n')]];
}

/** What has to be known before anything else of a cluster that takes no writes: it is not the one to recover from. */
function notWriting(model: ClusterModel): string[] {
  const { identity, replica, pair } = model;
  const other = pair?.other ?? replica?.source.clusterName;
  switch (standing(model)) {
    case Standing.WRITER:
      return [];
    case Standing.FOLLOWER:
      return [
        `**\`${identity.name}\` follows \`${other}\` and takes no writes.** Where its source is lost, promote it (\`ClusterPair\`, or ` +
          `\`promoted: true\`) instead of recovering it. Where data was damaged, recover the source, for the damage is here too. Its own archive ` +
          'counts from the day on that it is promoted.',
      ];
    case Standing.DEMOTED:
      return [
        `**\`${identity.name}\` was demoted and takes no writes.** \`${other}\` takes its place, or has taken it: see to that one first. The ` +
          'archive of this page ends where the other one begins, and what was written since is not in it.',
      ];
  }
}

/** Pools lead to the cluster that they were made for, and the manifest has none. */
function pools({ pools: list }: ClusterModel): string {
  return list.length === 0
    ? ''
    : ' A ConnectionPool leads to the lost cluster only: connect to the host above until the new cluster has a pool of its own in the program.';
}

function archiveTable({ backup, places }: RunbookPlan): string {
  const stores = backup.repositories.filter(({ target }) => target._kind !== 'volume');
  const rows = backup.repositories.map((repository) => [
    String(repository.index),
    places[stores.indexOf(repository)] ?? 'a volume of the cluster',
    repository.schedules.map(schedule).join(', '),
    retention(repository),
  ]);
  return table([['repository', 'place', 'schedules (UTC)', 'kept'], ...rows]);
}

/** A table of Markdown, its head first. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const schedule = ({ type, cron }: BackupSchedule): string => `${type} \`${canonicalCron(cron)}\``;

function retention({ retention: { windowDays, fullCount, isUnlimited } }: BackupRepositoryModel): string {
  if (isUnlimited) {
    return 'for ever, as far as the operator goes';
  }
  return [
    ...(windowDays === undefined ? [] : [`${windowDays} days`]),
    ...(fullCount === undefined ? [] : [`${fullCount} full backups`]),
  ].join(' and ');
}

function steps(list: readonly RunbookStep[]): string {
  return list.length === 0
    ? 'Nothing to do.'
    : list.map(({ text, command: line }) => [text, ...(line === undefined ? [] : [command(line)])].join('\n\n')).join('\n\n');
}

const command = (line: string): string => fenced('sh', line);
const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
