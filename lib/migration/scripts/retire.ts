import { MigrationPlan } from '../migration-plan';
import { script } from './shell';

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

/**
 * Takes away what replication has left. After the cut over the source stays closed, with its rows; before it, the migration is given up: the source
 * stays in use.
 */
export const retireScript = (plan: MigrationPlan): string => {
  const { source, target } = plan;
  return script(
    '. ./switch.sh',
    'begin retire',
    'retire() {',
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
    // What is written down goes last, so a second run may find nothing.
    '  if done_before "$2" limit && ! done_before "$2" open; then',
    '    open_door source "$1" "$2"',
    '    limit=$(sql target "$2" detail.sql -v phase=limit)',
    '    sql target "$2" limit.sql -v limit="$limit"',
    '    say "database $1: the source stays in use, for the target was not opened; what the target has of it stays there"',
    '  fi',
    '}',
    'each retire',
    // Last of all: what is written down must last until everything else is gone.
    'away() { sql target "$2" state-away.sql; say "database $2: nothing of the migration is left"; }',
    'each away',
  );
};
