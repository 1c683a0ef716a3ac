/** What is to be done about a difference of one kind; undefined where it is none. */
interface Remedy {
  /** It is at the source only. */
  readonly missing?: string;
  /** It is at the target only. */
  readonly extra?: string;
  /** It is another one at the target. */
  readonly differs?: string;
}

const SCHEMA = 'copy the schema again, or write there what is missing';
const STRAY = "take it away, or make it at the source too; what the migration has not brought there is nobody else's to keep";
const GRANT = 'GRANT it there, or write it into the program of the target';
const REVOKE = 'REVOKE it there, or GRANT it at the source too';

const object = (differs = 'make it there as it is at the source'): Remedy => ({ missing: SCHEMA, extra: STRAY, differs });

/** By the names of the facts. */
const REMEDIES: { readonly [category: string]: Remedy } = {
  schema: object(),
  table: object(),
  view: object(),
  'materialized view': object('REFRESH MATERIALIZED VIEW there'),
  'foreign table': object(),
  sequence: object(),
  column: object('ALTER TABLE there, or at the source'),
  index: {
    missing: 'CREATE INDEX there',
    extra: undefined,
    differs: 'REINDEX INDEX CONCURRENTLY, or make it there as it is at the source',
  },
  constraint: {
    missing: 'ALTER TABLE ADD CONSTRAINT there',
    extra: STRAY,
    differs: 'ALTER TABLE VALIDATE CONSTRAINT there, or make it as it is at the source',
  },
  function: object(),
  trigger: object('ALTER TABLE ENABLE or DISABLE TRIGGER there'),
  type: object(),
  'row security': {
    missing: 'ALTER TABLE ENABLE ROW LEVEL SECURITY there',
    extra: STRAY,
    differs: 'ALTER TABLE FORCE or NO FORCE ROW LEVEL SECURITY there',
  },
  policy: { missing: 'CREATE POLICY there', extra: STRAY, differs: 'ALTER POLICY there' },
  comment: { missing: 'COMMENT there', differs: 'COMMENT there' },
  extension: { missing: 'CREATE EXTENSION there', differs: 'ALTER EXTENSION UPDATE there, or an image with the newer version' },
  'sequence definition': object('ALTER SEQUENCE there'),
  'sequence value': { differs: 'setval it there to what the source says; the cut-over does so for all' },
  owner: { missing: undefined, differs: 'ALTER OWNER there, or say in the migration that the role has another name' },
  privilege: { missing: GRANT, extra: REVOKE, differs: 'GRANT or REVOKE the grant option there' },
  'default privilege': {
    missing: 'ALTER DEFAULT PRIVILEGES there',
    extra: 'ALTER DEFAULT PRIVILEGES there',
    differs: 'ALTER DEFAULT PRIVILEGES there',
  },
  setting: {
    missing: 'ALTER ROLE or ALTER DATABASE SET there',
    extra: 'ALTER ROLE or ALTER DATABASE RESET there',
    differs: 'ALTER ROLE or ALTER DATABASE SET there',
  },
  role: {
    missing: 'write it into the program of the target, or CREATE ROLE there',
    differs: 'write the attribute into the program of the target, or ALTER ROLE there',
  },
  membership: { missing: 'GRANT the role there', extra: 'REVOKE the role there', differs: 'GRANT or REVOKE the admin option there' },
};

/** As a table that a program reads: kind, and what to do when it is missing, too much, or another one; `-` where that is no difference. */
export const remediesTable = (): string =>
  Object.entries(REMEDIES)
    .map(([category, { missing = '-', extra = '-', differs = '-' }]) => `${[category, missing, extra, differs].join('\t')}\n`)
    .join('');
