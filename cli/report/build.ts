import { sideOf } from '../manifests/side';
import { refOf } from '../manifests/object';
import { SourceFile } from '../manifests/read/limits';
import { Parsed, rendering, Rendering } from '../manifests/read/rendering';
import { alertsOf, Alerts, scraped } from './alerts';
import { Drill, drills } from './drills';
import { Estate, Member } from './estate';
import { exemptions } from './exemptions';
import { flowsOf } from './flows';
import { ApplicationRow, ClusterRow, EdgeRow, Exemption, Flag, ReportModel } from './model';
import { network, Reach } from './network';
import { isForSeveral, Place, placesOf } from './places';
import { applications, workloadsOf } from './workloads';

export interface BuildOptions {
  readonly title: string;
  /** The folder as it was named. */
  readonly folder: string;
  readonly version: string;
  readonly namespace?: string;
  /** Told how many objects were read, or clusters looked at. */
  readonly progress: (what: string, number: number) => void;
}

/** All that is known of one cluster, gathered. */
interface Gathered {
  readonly applications: readonly ApplicationRow[];
  readonly reach: Reach;
  readonly alerts: readonly number[];
  readonly isScraped: boolean;
  readonly exemptions: readonly Exemption[];
  readonly drills: readonly Drill[];
}

const synchronous = ({ synchronous: { on, strict, number } }: Member['view']): string =>
  on
    ? `${number} standby${number === 1 ? '' : 's'} confirm${number === 1 ? 's' : ''}${strict ? ', or writes wait' : ', while one is there'}`
    : 'no';

function flags({ view }: Member, { reach, alerts, exemptions: found }: Gathered): Flag[] {
  const all: readonly (readonly [flag: Flag, holds: boolean])[] = [
    ['non-production', found.some(({ kind }) => kind === 'non-production')],
    ['suppressed', found.some(({ kind }) => kind !== 'non-production')],
    ['no backups', !view.backedUp],
    ['one instance', view.stopped === undefined && view.instances === 1],
    ['no alerts', alerts.length === 0],
    ['no network policy', !reach.isolated],
    ['open to anybody', reach.edges.some(({ open, part }) => open && (part === 'instances' || part.startsWith('pool')))],
    ['exposed', reach.exposure.length > 0],
    ['stopped', view.stopped !== undefined],
    ['follower', view.follower],
  ];
  return all.filter(([, holds]) => holds).map(([flag]) => flag);
}

function row(member: Member, gathered: Gathered): ClusterRow {
  const { id, place, view, facts } = member;
  const { object } = view;
  const edges: readonly EdgeRow[] = gathered.reach.edges;
  const origin = view.stopped ?? facts.origin;
  return {
    id,
    operator: view.operator,
    ...(place === undefined ? {} : { place }),
    namespace: object.namespace,
    name: object.name,
    file: object.file,
    line: object.line,
    ...(view.major === undefined ? {} : { postgres: view.major }),
    ...(view.image === undefined ? {} : { image: view.image }),
    role: view.stopped !== undefined ? 'stopped' : view.follower ? 'follows' : 'writes',
    ...(origin === undefined ? {} : { origin }),
    instances: view.instances,
    sets: facts.sets,
    synchronous: synchronous(view),
    spread: facts.spread,
    zones: facts.zones,
    totals: facts.totals,
    databases: facts.databases,
    roles: [...new Set(facts.roles)],
    pools: facts.pools,
    backups: {
      archives: [...view.archives.map(({ shown }) => shown), ...facts.backupVolumes],
      schedules: facts.schedules,
      retention: facts.retention,
      drills: gathered.drills.map(({ name, when }) => ({ what: name, when })),
    },
    applications: gathered.applications,
    network: edges,
    exposure: gathered.reach.exposure,
    alerts: gathered.alerts,
    scraped: gathered.isScraped,
    exemptions: gathered.exemptions,
    flags: flags(member, gathered),
  };
}

/** What the clusters of one place are told to do. */
function rows(estate: Estate, alerts: Alerts, progress: BuildOptions['progress'], before: number): ClusterRow[] {
  const workloads = workloadsOf(estate);
  const bound = applications(estate, workloads);
  const reaches = network(estate, workloads);
  const raised = alertsOf(estate, alerts);
  const watched = scraped(estate);
  const exempt = exemptions(estate);
  const tried = drills(estate);
  return estate.members.map((member, i) => {
    progress('clusters', before + i + 1);
    const places = new Set(member.view.archives.map(({ place }) => place));
    return row(member, {
      applications: bound.get(member) ?? [],
      reach: reaches.get(member)!,
      alerts: raised.get(member) ?? [],
      isScraped: watched.has(member),
      exemptions: exempt.get(member) ?? [],
      drills: tried.filter((drill) => drill.places.some((place) => places.has(place))),
    });
  });
}

const MANY = 10;

function remarks(renderings: readonly Rendering[]): string[] {
  const twins = renderings.flatMap(({ byKey, duplicates }) =>
    duplicates.map((object) => {
      const first = byKey.get(object.key)!;
      return `${refOf(object)} is printed twice, at ${first.file}:${first.line} and ${object.file}:${object.line}; the report is about the first.`;
    }),
  );
  const skipped = renderings.flatMap((one) => one.skipped);
  const left = (list: readonly string[]): string[] =>
    list.length > MANY ? [...list.slice(0, MANY), `… and ${list.length - MANY} more of that kind.`] : [...list];
  return [...left(twins), ...left(skipped.map((where) => `${where}: no Kubernetes object (apiVersion and kind), skipped.`))];
}

/** Reads all files and says what they tell of PostgreSQL. */
export function build(files: readonly SourceFile[], options: BuildOptions): ReportModel {
  const { title, folder, version, namespace, progress } = options;
  const parsed: Parsed = new Map();
  const read = (some: readonly SourceFile[]): Rendering => rendering(some, parsed, { namespace, progress: (n) => progress('objects', n) });
  const whole = read(files);
  const several = isForSeveral(whole, folder);
  const places: readonly (Place & { readonly read: Rendering })[] = several
    ? placesOf(files, folder).map((place) => ({ ...place, read: read(place.files) }))
    : [{ files, read: whole }];
  const estates = places.map(({ name, read: one }) => new Estate(sideOf(one), name));
  const alerts = new Alerts();
  const clusters: ClusterRow[] = [];
  estates.forEach((estate) => clusters.push(...rows(estate, alerts, progress, clusters.length)));
  return {
    title,
    source: folder,
    version,
    files: files.length,
    objects: whole.objects.length,
    clusters,
    ...flowsOf(estates),
    alerts: alerts.rows,
    remarks: remarks(several ? places.map((place) => place.read) : [whole]),
  };
}
