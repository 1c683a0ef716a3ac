import { shellWord } from './quote';

/**
 * One pod at a time acts for a migration. A Job of an earlier step may go on beside that of the next one until somebody has pruned it, and a pod on
 * a node that is cut off beside the one that takes its place.
 *
 * Who acts holds a lock of a session at the side that keeps what has been done, mostly the target, for as long as its phase runs, so that nothing
 * has to be given back by one that was killed, whose node is lost, or whose server fails over: the server lets go when the connection is gone. A
 * phase whose session has ended ends itself, and is begun again. Besides, the last step that a Job has come for stands in the state: it sends those
 * of earlier steps away, which do nothing any more, and waits for one of the same step.
 */

/** In the order in which they are taken; one that comes again does so in a higher round. */
const STEPS: readonly string[] = ['prepare', 'copy', 'follow', 'cutOver', 'promote', 'reverse', 'retire', 'giveUp'];

const turn = (round: string, step: string): string =>
  `ARRAY[(${round})::int, pg_catalog.array_position(ARRAY[${STEPS.map((one) => `'${one}'`).join(', ')}], ${step})]`;

const OURS = turn(`:'round'`, `:'step'`);

/** Part of the name of a session: name, \`claim\`, round, step, pod. */
const part = (index: number): string => `pg_catalog.split_part(a.application_name, ' ', ${index})`;

/**
 * Writes down that a Job of this step has come, unless one of a later step has, and ends the session of one of an earlier step. Says \`later\`,
 * \`earlier\` or \`busy\` and who that is, or nothing.
 */
const CLAIM = `INSERT INTO cdk8s_postgres.migration AS m (name, phase, detail)
VALUES (:'plan'::jsonb ->> 'name', 'claim', pg_catalog.jsonb_build_object('turn', ${OURS}, 'round', :'round'::text, 'step', :'step'::text, 'pod', :'pod'::text))
ON CONFLICT (name, phase) DO UPDATE SET detail = excluded.detail, at = pg_catalog.now()
WHERE excluded.detail -> 'turn' >= m.detail -> 'turn' AND excluded.detail <> m.detail;
SELECT 'later step ' || (detail ->> 'step') || ', round ' || (detail ->> 'round') || ', pod ' || (detail ->> 'pod')
FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'claim' AND detail -> 'turn' > pg_catalog.to_jsonb(${OURS})
UNION ALL
SELECT CASE WHEN ${turn(part(3), part(4))} < ${OURS} AND pg_catalog.pg_terminate_backend(a.pid) THEN 'earlier' ELSE 'busy' END
  || ' step ' || ${part(4)} || ', round ' || ${part(3)} || ', pod ' || ${part(5)}
FROM pg_catalog.pg_stat_activity a
WHERE pg_catalog.starts_with(a.application_name, (:'plan'::jsonb ->> 'name') || ' claim ') AND a.usename = current_user
  AND EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)
LIMIT 1;
`;

/** Takes the lock once it is free; from then on it asks whether the session is still there. */
const HOLD = `\\if :held
SELECT true AS held
\\gset
\\else
SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtext('cdk8s_postgres'), pg_catalog.hashtext(:'plan'::jsonb ->> 'name')) AS held
\\gset
  \\if :held
\\! : > "$HELD"
  \\endif
\\endif
`;

export const claimFiles: { [file: string]: string } = { 'claim.sql': CLAIM, 'hold.sql': HOLD };

/**
 * The functions of the shell. They read the variables of the Job: which step and which round it is for.
 *
 * A connection that is cut is felt here long before the server lets go of the lock.
 */
export const claimShell = (name: string): string => `# A phase that is run by hand is of the first step, and waits for all others of it.
MIGRATION_ROUND=\${MIGRATION_ROUND:-1} MIGRATION_STEP=\${MIGRATION_STEP:-prepare}
CLAIM=${shellWord(`${name} claim`)}" $MIGRATION_ROUND $MIGRATION_STEP \${HOSTNAME:-unknown}"

claim_once() { sql "$STATE" "$(first_of "$STATE")" claim.sql -v round="$MIGRATION_ROUND" -v step="$MIGRATION_STEP" -v pod="\${HOSTNAME:-unknown}"; }

# The session that holds the lock, or waits for it: it ends with this phase, and this phase with it.
hold() {
  while [ -e "$HOLDING" ] && kill -0 $$ 2>/dev/null && printf '%s\\n' '\\i hold.sql'; do sleep 1; done | (
    (
      login "$STATE" "$(first_of "$STATE")"
      export PGAPPNAME="$CLAIM"
      export PGOPTIONS="$PGOPTIONS -c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4 -c tcp_user_timeout=40000"
      exec psql -X -q -A -t -v ON_ERROR_STOP=1 -v plan="$PLAN" -v held=false -d 'tcp_user_timeout=10000' -f -
    ) || :
    if [ -e "$HOLDING" ] && kill -0 $$ 2>/dev/null; then
      say "another Job has taken over, or the connection to the $STATE was lost; it begins anew"
      kill $$
    fi
  )
}

# Nobody else acts for this migration from here on.
claim() {
  export PGAPPNAME="$CLAIM" HOLDING="$WORK/holding.$$" HELD="$WORK/held.$$"
  rm -f "$HELD"
  : > "$HOLDING"
  trap 'rm -f "$HOLDING"' EXIT
  hold &
  asked=0
  ended=
  until [ -e "$HELD" ] && [ "\${last:-}" = yes ]; do
    # It is asked once more behind the lock: a later step may have come in between.
    if [ -e "$HELD" ]; then last=yes; fi
    other=$(claim_once)
    case $other in
      later*)
        say "nothing is done: a Job of a later step has come (\${other#later }); the step that comes next has the same 'round', and one that comes again a higher one"
        exit 1
        ;;
      earlier*)
        say "the Job of an earlier step was still there and is sent away (\${other#earlier })"
        ended=yes
        ;;
      busy*)
        if [ ! -e "$HELD" ] && [ $((asked % 15)) -eq 5 ]; then say "waiting for another pod that acts for this step (\${other#busy }); delete its Job if it shall not go on"; fi
        ;;
    esac
    asked=$((asked + 1))
    [ -e "$HELD" ] || sleep 1
  done
  # Whoever was sent away feels it a moment later.
  if [ -n "$ended" ]; then sleep 5; fi
}
`;
