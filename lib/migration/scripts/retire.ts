import { MigrationPlan } from '../migration-plan';
import { script } from './shell';
import { UNLESS_HANDED_BACK } from './switch';

const UNPUBLISH = `SELECT format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication WHERE pubname = :'plan'::jsonb ->> 'name'
\\gexec
`;

/** What \`reverse\` and \`cut-over\` have said of our role. */
const RIGHTS_BACK = `SELECT format('ALTER ROLE %I IN DATABASE %I RESET default_transaction_read_only', current_user, current_database())
\\gexec
`;

/** Nothing of ours is left at the target; a schema that holds something else stays. */
const STATE_AWAY = `DELETE FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name';
SELECT NOT EXISTS (SELECT FROM cdk8s_postgres.migration) AS is_empty
\\gset
\\if :is_empty
DROP TABLE cdk8s_postgres.migration;
SELECT 'DROP SCHEMA cdk8s_postgres'
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = 'cdk8s_postgres'::regnamespace)
\\gexec
\\endif
`;

export const retireFiles: { [file: string]: string } = {
  'unpublish.sql': UNPUBLISH,
  'rights-back.sql': RIGHTS_BACK,
  'state-away.sql': STATE_AWAY,
};

/** Takes away what replication has left; what is written down must last until everything else is gone. */
const takeAway = (plan: MigrationPlan): string[] => {
  const { source, target } = plan;
  return [
    'take_away() {',
    ...(plan.method === 'logical'
      ? [
          ...(plan.subscribedByOperator ? [] : ['  sql target "$2" unsubscribe.sql']),
          '  sql source "$1" unsubscribe.sql',
          ...(target.slotsByOperator ? [] : ['  drop_slot target "$2" "$5"']),
          ...(source.slotsByOperator || plan.subscribedByOperator ? [] : ['  drop_slot source "$1" "$4"']),
          '  sql target "$2" unpublish.sql',
          ...(plan.publishedByOperator ? [] : ['  sql source "$1" unpublish.sql']),
        ]
      : []),
    '  sql source "$1" rights-back.sql',
    '}',
    'each take_away',
  ];
};

const AWAY = ['away() { sql target "$2" state-away.sql; say "database $2: nothing of the migration is left"; }', 'each away'];

/** After the cut over: the source stays closed, with its rows. The code of the check is printed before the target is opened. */
export const retireScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    'begin retire',
    'check() {',
    '  if done_before "$2" limit && ! done_before "$2" opened; then',
    `    say "database $2: the target was not opened; the step 'cutOver' comes first, or 'giveUp'"`,
    '    exit 1',
    '  fi',
    ...UNLESS_HANDED_BACK,
    '}',
    'each check',
    ...takeAway(plan),
    ...AWAY,
  );

/** Before the target has taken over: the source takes writers, first of all. A second run finds nothing to do. */
export const giveUpScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    'begin give-up',
    // First of all, for the target may be about to take over: either that is done, or it is not done any more.
    `forget_cut_over() { forget "$2" cut-over; }`,
    'each forget_cut_over',
    'check() {',
    '  if done_before "$2" open; then',
    `    say "blocker: database $2: the target has taken over, and what clients write there is not at the source; write MigrationStep.cutOver(...) again with a higher 'round', then 'retire', or 'reverse' and 'follow', which go back with it"`,
    '    exit 1',
    '  fi',
    '}',
    'each check',
    'reopen() { open_door source "$1" "$2"; say "database $1: the source stays in use; what the target has of it stays there"; }',
    'each reopen',
    ...takeAway(plan),
    'unlimit() {',
    '  if done_before "$2" limit; then',
    '    limit=$(sql target "$2" detail.sql -v phase=limit)',
    '    sql target "$2" limit.sql -v limit="$limit"',
    '  fi',
    '}',
    'each unlimit',
    ...AWAY,
  );
