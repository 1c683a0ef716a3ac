import { Rule } from '../private/rules';
import { MigrationContext } from './migration-context';

const OTHERWISE = 'MigrationMethod.logical() or MigrationMethod.dump(...)';

/** Whether files are copied. */
const isPhysical = ({ migration: { plan } }: MigrationContext): boolean => plan.method === 'physical';

/** What no reason makes possible. */
export const METHOD_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-005',
    summary: 'files are copied between clusters whose servers can run with them',
    why: 'a server of another operator has other settings, roles and libraries in its files: it does not start, or cannot be logged in to',
    check: (context) => {
      const { props } = context;
      const { haCluster } = props.from;
      if (!isPhysical(context)) {
        return undefined;
      }
      const instead = `'method' must be ${OTHERWISE}`;
      if (haCluster === undefined) {
        return `${instead} from a server outside, got MigrationMethod.physical(...); nobody knows its settings, libraries and certificates`;
      }
      const [theirs, ours] = [haCluster.operator.facts.displayName, props.to.operator.facts.displayName];
      if (theirs === ours) {
        return `${instead} between clusters of one operator, got MigrationMethod.physical(...); there, a ReplicaCluster with 'promoted' copies files`;
      }
      const why = props.to.operator.migrations?.unfitFiles[theirs];
      return why === undefined ? undefined : `${instead} from ${theirs} to ${ours}, got MigrationMethod.physical(...): ${why}`;
    },
  },
];

/** What holds for a migration that copies files. */
export const PHYSICAL_RULES: readonly Rule<MigrationContext>[] = [
  {
    id: 'MIG-039',
    summary: 'files are copied for a reason',
    why: 'the operators do not test it, and whoever has to repair it wants to know why it was done',
    check: ({ migration: { method } }) =>
      method.physicalOptions?.reason.trim() === ''
        ? `'method.reason' is empty; write why neither MigrationMethod.logical() nor MigrationMethod.dump(...) will do`
        : undefined,
  },
];
