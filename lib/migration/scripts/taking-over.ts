import { MigrationPlan } from '../migration-plan';
import { OPEN } from './door';
import { sqlText } from './quote';

/** What the source has kept itself is forgotten: whom it let in, and that the target has taken over. */
const forgetting = (name: string): string =>
  `DELETE FROM cdk8s_postgres.migration WHERE name = ${name} AND phase IN ('closed source', 'open');`;

/** What a person says besides who opens the source by hand: the target takes over no more, and giving up goes on. */
const HOW_TO_FORGET = `SELECT format(${sqlText(forgetting('%L'))}, :'plan'::jsonb ->> 'name');
`;

/** The target takes over, unless a step back has been taken at the same moment: one of the two waits for the other. */
const TAKE_OVER = `INSERT INTO cdk8s_postgres.migration (name, phase, detail)
SELECT name, 'open', nullif(:'code', '')::text::jsonb FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'cut-over' FOR UPDATE
ON CONFLICT DO NOTHING;
`;

/** The same is said at the source first: where it is open again nobody takes over. Says whether that was said. */
const TAKE_OVER_KEPT = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there
\\gset
\\if :is_there
INSERT INTO cdk8s_postgres.migration (name, phase)
SELECT name, 'open' FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source' FOR UPDATE
ON CONFLICT DO NOTHING;
SELECT EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'open');
\\endif
`;

/** Opens the target to be read: were the source to be lost, nobody could compare both. */
const HOW_TO_TAKE_OVER = `SELECT format(s, subname)
FROM pg_catalog.pg_subscription, unnest(ARRAY['ALTER SUBSCRIPTION %I DISABLE;', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE);', 'DROP SUBSCRIPTION %I;'])
  WITH ORDINALITY AS u (s, n)
WHERE subname = :'plan'::jsonb ->> 'name' AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (n = 1 OR NOT (:'plan'::jsonb -> 'subscribedByOperator')::boolean)
ORDER BY n;
SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s;', current_database(), detail) FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'limit';
SELECT format('INSERT INTO cdk8s_postgres.migration (name, phase) VALUES (%L, ''open''), (%1$L, ''opened'') ON CONFLICT DO NOTHING;', :'plan'::jsonb ->> 'name');
`;

/**
 * Opens the source by what it has kept itself, and forgets that, in one transaction. Unless `even` it stays closed where the target has taken over.
 * Says `taken over`, `opened`, or nothing where nothing was kept.
 */
const OPEN_KEPT = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there, false AS is_kept, false AS is_over
\\gset
\\if :is_there
SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source' FOR UPDATE
\\g /dev/null
SELECT pg_catalog.max(detail::text) AS door, pg_catalog.count(*) > 0 AS is_kept
FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source'
\\gset
\\endif
\\if :is_kept
SELECT NOT :'even'::boolean AND EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'open') AS is_over
\\gset
  \\if :is_over
SELECT 'taken over';
  \\else
${forgetting(`:'plan'::jsonb ->> 'name'`)}
${OPEN}SELECT 'opened';
  \\endif
\\endif
`;

export const takingOverFiles: { [file: string]: string } = {
  'how-to-forget.sql': HOW_TO_FORGET,
  'how-to-take-over.sql': HOW_TO_TAKE_OVER,
  'take-over.sql': TAKE_OVER,
  'take-over-kept.sql': TAKE_OVER_KEPT,
  'open-kept.sql': OPEN_KEPT,
};

/** Whether the target is closed, or about to be, so that the source can take over again. */
export const IS_HANDING_BACK = 'done_before "$2" handed-back || done_before "$2" "closed target"';

/** Goes on unless the source is about to take over again, which it does by replication only. */
export const unlessHandedBack = ({ method }: MigrationPlan): readonly string[] =>
  method === 'logical'
    ? [
        // The source may have been opened, so that there is one way only.
        '  if done_before "$2" checked-back; then',
        `    say "blocker: database $2: the source is taking over again; the step 'follow' comes first, with a higher 'round'"`,
        '    exit 1',
        '  fi',
        `  if ${IS_HANDING_BACK}; then`,
        `    say "blocker: database $2: both sides are closed, for the source was about to take over again; the step 'follow' comes first, or 'reverse', which opens the target"`,
        '    exit 1',
        '  fi',
      ]
    : [];

/** Behind the moment at which the target has everything. */
export const SAY_HOW_TO_TAKE_OVER: readonly string[] = [
  `  say "database $2: were the source to be lost before the target takes clients, this opens it as it is, and then comes 'retire':"`,
  '  sql target "$2" how-to-take-over.sql',
];
