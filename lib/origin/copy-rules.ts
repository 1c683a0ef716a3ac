import { DatabaseOptions } from '../model/database';
import { ImageName, imageName } from '../model/image-release';
import { kibibytes, sizeQuantity } from '../model/quantity';
import { SourceFacts } from '../model/source-facts';
import { StorageOptions } from '../model/storage';
import { reachOf } from '../model/volume-reach';
import { Rule } from '../private/rules';

/** How the data of a cluster gets into another one. */
export enum CopyKind {
  /** From backups and WAL, once. */
  RESTORE = 'restore',
  /** From a running cluster, once. */
  CLONE = 'clone',
  /** From snapshots of its volumes, once. */
  SNAPSHOTS = 'snapshots',
  /** All the time, by WAL. */
  FOLLOWER = 'follower',
  /** In a pair, where each member is a copy of the other one sooner or later. */
  PAIR = 'pair',
}

/** What operators make of a cluster that says nothing. */
export interface CopyDefaults {
  readonly defaultMaxConnections?: number;
  readonly defaultParameters?: { readonly [name: string]: string };
}

/** What a compared parameter is where a cluster says nothing; undefined where the operator works it out from the memory. */
export const unsaidParameter = (name: string, { defaultMaxConnections, defaultParameters }: CopyDefaults): string | number | undefined =>
  name === 'max_connections' ? defaultMaxConnections : (defaultParameters?.[name] ?? COMPARED_PARAMETERS[name]);

/** A copy and what it is made of. */
export interface CopyContext {
  readonly kind: CopyKind;
  /** Name of the copy, for messages. */
  readonly copyName: string;
  /** Name of the source, for messages. */
  readonly sourceName: string;
  readonly source: SourceFacts;
  readonly copy: SourceFacts;
  readonly defaults: CopyDefaults;
}

/** What PostgreSQL compares when it replays WAL, with its own defaults. */
export const COMPARED_PARAMETERS: { readonly [name: string]: string } = {
  max_connections: '100',
  max_worker_processes: '8',
  max_wal_senders: '10',
  max_prepared_transactions: '0',
  max_locks_per_transaction: '64',
};

const EVERY_KIND = Object.values(CopyKind);

/** A thing that a copy must have from its source. */
interface CopyRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  /** For which kinds of copies it counts. */
  readonly kinds: readonly CopyKind[];
  readonly problems: (context: CopyContext) => readonly string[];
}

/** What a copy must have from its source: thing × kind of copy. */
export const COPY_TABLE: readonly CopyRule[] = [
  {
    id: 'REC-020',
    summary: 'a copy has at least the connections, processes, senders, prepared transactions and locks of its source',
    why: 'PostgreSQL compares them when it replays WAL: a copy with less stands still or does not start, and where the operator lifts them meanwhile they are missing afterwards',
    kinds: EVERY_KIND,
    problems: parameterProblems,
  },
  {
    id: 'REC-021',
    summary: 'a copy loads the libraries that its source loads',
    why: 'what is in the data calls them: extensions fail without their library, and WAL of a library of its own cannot be replayed',
    kinds: EVERY_KIND,
    problems: ({ source, copy, sourceName }) =>
      (source.preloadLibraries ?? [])
        .filter((library) => !(copy.preloadLibraries ?? []).includes(library))
        .map(
          (library) => `'preloadLibraries' must have '${library}', as '${sourceName}' has it, got ${list(copy.preloadLibraries)}; add it`,
        ),
  },
  {
    id: 'REC-022',
    summary: 'a copy has an image of the same system as its source, with no less in it',
    why: 'another C library or ICU may sort text in another way, and the copied indexes are wrong without a word; extensions and locales that an image lacks fail',
    kinds: EVERY_KIND,
    problems: imageProblems,
  },
  {
    id: 'REC-023',
    summary: 'the volumes of a copy are no smaller than those of its source',
    why: 'the data does not fit, or stops fitting when the source grows; what is seen of it is a copy that begins again and again',
    kinds: EVERY_KIND,
    problems: volumeProblems,
  },
  {
    id: 'REC-024',
    summary: 'the databases of a copy say the encoding and the locale of their source, or none',
    why: 'a copy has those of its source whatever is written, and operators that hold the database against what is written fail',
    kinds: EVERY_KIND,
    problems: databaseProblems,
  },
  {
    id: 'REC-041',
    summary: 'a copy has the tablespaces of its source, on volumes that are no smaller',
    why: 'the data lies in them: where a volume is missing the recovery fails, and where it is too small it never ends',
    kinds: EVERY_KIND,
    problems: tablespaceProblems,
  },
];

/** The rows as rules. */
export const COPY_RULES: readonly Rule<CopyContext>[] = COPY_TABLE.map(({ id, summary, why, kinds, problems }) => ({
  id,
  summary,
  why,
  check: (context) => (kinds.includes(context.kind) ? problems(context) : undefined),
}));

/** Which copies last no longer than it takes to make them, so that less can be meant. */
const ONCE: readonly CopyKind[] = [CopyKind.RESTORE, CopyKind.CLONE, CopyKind.SNAPSHOTS];

/** What to do where less is meant. */
const unless = ({ kind }: CopyContext, id: string): string =>
  ONCE.includes(kind) ? `, or say why less is enough: Rules.of(...).suppress('${id}', '...')` : '';

function parameterProblems(context: CopyContext): string[] {
  const { source, copy, sourceName, defaults } = context;
  const { parameters: sourceParameters } = source;
  const { parameters: copyParameters } = copy;
  if (sourceParameters === undefined || copyParameters === undefined) {
    return [];
  }
  return Object.entries(COMPARED_PARAMETERS).flatMap(([name, ofPostgres]) => {
    // Where the operator works it out from the memory, PostgreSQL's default is the least.
    const known = unsaidParameter(name, defaults);
    const [most, got] = [sourceParameters[name] ?? known, copyParameters[name]];
    const has = got ?? known ?? ofPostgres;
    return most !== undefined && Number(has) < Number(most)
      ? [
          `'parameters.${name}' must be at least ${most}, as '${sourceName}' has it, got ${got === undefined ? `none, which is ${has}` : `'${got}'`}; write ${name}: '${most}'${unless(context, 'REC-020')}`,
        ]
      : [];
  });
}

/** The image in a form that is equal for equal images; undefined where it is not known. */
function imageText({ image, defaultImage, isWhole }: SourceFacts): string | undefined {
  if (image?.catalog) {
    return `catalog ${image.catalog.name}`;
  }
  return image?.reference ?? (isWhole ? (defaultImage ?? 'the image of the operator') : undefined);
}

const quotedImage = ({ image, defaultImage }: SourceFacts): string => {
  const reference = image?.reference ?? (image ? undefined : defaultImage);
  return reference === undefined
    ? image?.catalog
      ? `the catalog '${image.catalog.name}'`
      : 'the image of the operator'
    : `'${reference}'`;
};

/** What to write for the image of the source. */
function imageProp({ image, defaultImage }: SourceFacts): string {
  if (image?.catalog) {
    return `write PostgresImage.fromCatalog({ name: '${image.catalog.name}'${image.catalog.clusterWide ? ', clusterWide: true' : ''} })`;
  }
  const reference = image?.reference ?? defaultImage;
  return reference === undefined ? `leave 'image' out` : `write PostgresImage.pinned('${reference}')`;
}

function imageProblems(context: CopyContext): string[] {
  const { source, copy, sourceName } = context;
  const [theirs, ours] = [imageText(source), imageText(copy)];
  if (theirs === undefined || ours === undefined || theirs === ours) {
    return [];
  }
  const what = imageDifference(theirs, ours);
  return what === undefined
    ? []
    : [
        `'image' must be ${what} as that of '${sourceName}', ${quotedImage(source)}, got ${quotedImage(copy)}; ${imageProp(source)}, or say why another one is right: Rules.of(...).suppress('REC-022', '...')`,
      ];
}

/** In what two images differ that counts for data; undefined where the names show nothing. */
function imageDifference(theirs: string, ours: string): string | undefined {
  const [source, copy] = [imageName(theirs), imageName(ours)];
  const isPlain = (text: string) => !text.includes(' ');
  if (!isPlain(theirs) || !isPlain(ours)) {
    // A catalog, or what the operator takes: nothing tells what is in it, but that it is not the other one.
    return 'the same';
  }
  if (source.release !== undefined && copy.release !== undefined && source.release !== copy.release) {
    return `of the same release (${source.release}, not ${copy.release})`;
  }
  if (source.flavour !== undefined && copy.flavour !== undefined && copy.flavour < source.flavour) {
    return 'one with no less in it';
  }
  // Of an image of one's own nobody knows what else is in it. Another tag of it is an update, and a mirror has the last part of the name.
  const last = ({ repository }: ImageName) => repository.slice(repository.lastIndexOf('/') + 1);
  const isKnown = source.release !== undefined && source.release === copy.release;
  const isOperators = isKnown && (source.release.startsWith('spilo') || (source.flavour !== undefined && copy.flavour !== undefined));
  return source.repository === copy.repository || isOperators || (isKnown && last(source) === last(copy)) ? undefined : 'the same';
}

const followsAlong = (kind: CopyKind): boolean => kind === CopyKind.FOLLOWER || kind === CopyKind.PAIR;

/** Nothing grows while it is restored; what follows grows as its source does. */
const roomOf = (kind: CopyKind, ours: StorageOptions): number => kibibytes(followsAlong(kind) ? reachOf(ours) : ours.size);

function volumeProblems(context: CopyContext): string[] {
  const { source, copy, sourceName, kind } = context;
  const found: string[] = [];
  const tell = (prop: string, theirs: StorageOptions, ours: string, write = instead(theirs)): void => {
    const has = theirs.autoGrow ? `up to which '${sourceName}' may have grown` : `as '${sourceName}' has it`;
    found.push(`'${prop}' must be at least ${sizeQuantity(reachOf(theirs))}, ${has}, got ${ours}; ${write}${unless(context, 'REC-023')}`);
  };
  const instead = ({ autoGrow }: StorageOptions): string =>
    autoGrow === undefined ? `write the size of the source` : followsAlong(kind) ? `write the 'autoGrow' of the source` : 'write that';
  const less = (ours: StorageOptions, theirs: StorageOptions): boolean => roomOf(kind, ours) < kibibytes(reachOf(theirs));
  const [data, wal] = [source.storage, source.walStorage];
  if (data && copy.storage && less(copy.storage, data)) {
    tell('storage.size', data, sizeQuantity(copy.storage.size));
  }
  if (wal && copy.walStorage && less(copy.walStorage, wal)) {
    tell('walStorage.size', wal, sizeQuantity(copy.walStorage.size));
  }
  // WAL that stands on a volume of its own at the source has to fit on the data volume here.
  if (
    wal &&
    data &&
    copy.storage &&
    copy.walStorage === undefined &&
    roomOf(kind, copy.storage) < kibibytes(reachOf(data)) + kibibytes(reachOf(wal))
  ) {
    tell('walStorage.size', wal, 'none', `write it, or a 'storage.size' that holds both`);
  }
  return found;
}

/** Less is never enough for the volume of a tablespace: what was put there is there. */
function tablespaceProblems({ source, copy, sourceName }: CopyContext): string[] {
  return (source.tablespaces ?? []).flatMap(({ name, storage }) => {
    const own = copy.tablespaces?.find((tablespace) => tablespace.name === name);
    if (own === undefined) {
      return copy.tablespaces === undefined
        ? []
        : [`'tablespaces' must have '${name}', as '${sourceName}' has it, got ${list(copy.tablespaces.map((one) => one.name))}; add it`];
    }
    return kibibytes(own.storage.size) < kibibytes(storage.size)
      ? [
          `'tablespaces' must have '${name}' with at least ${sizeQuantity(storage.size)}, as '${sourceName}' has it, got ${sizeQuantity(own.storage.size)}; write the size of the source`,
        ]
      : [];
  });
}

/** What every operator makes of a database that says nothing of its encoding. */
const DEFAULT_ENCODING = 'UTF8';

const sameEncoding = (one = DEFAULT_ENCODING, other = DEFAULT_ENCODING): boolean =>
  one.toUpperCase().replace('-', '') === other.toUpperCase().replace('-', '');

const sameLocale = (one: string, other: string | undefined): boolean =>
  one.toLowerCase().replace('utf-8', 'utf8') === other?.toLowerCase().replace('utf-8', 'utf8');

function databaseProblems({ source, copy, sourceName }: CopyContext): string[] {
  const theirs = new Map((source.databases ?? []).map((database) => [database.name, database]));
  return (copy.databases ?? []).flatMap((database, i) => {
    const original: DatabaseOptions | undefined = theirs.get(database.name);
    if (original === undefined) {
      return [];
    }
    const tell = (prop: 'encoding' | 'locale'): string =>
      `'databases[${i}].${prop}' must be ${original[prop] === undefined ? 'left out' : `'${original[prop]}'`}, as '${sourceName}' has it, got '${database[prop]}'; ${original[prop] === undefined ? 'leave it out' : 'write that, or leave it out'}`;
    // Of a source that is described, what is left out is not known.
    const compares = (prop: 'encoding' | 'locale'): boolean => source.isWhole || original[prop] !== undefined;
    return [
      ...(compares('encoding') && database.encoding !== undefined && !sameEncoding(database.encoding, original.encoding)
        ? [tell('encoding')]
        : []),
      ...(compares('locale') && database.locale !== undefined && !sameLocale(database.locale, original.locale) ? [tell('locale')] : []),
    ];
  });
}

const list = (names: readonly string[] | undefined): string =>
  names === undefined || names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ');
