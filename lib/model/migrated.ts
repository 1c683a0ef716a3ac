import { LogicalSlot } from './change-capture';
import { ClusterModel } from './cluster-model';
import { superuserModel } from './superuser';

/** The superuser while a migration needs it, told from one that the program lets in. */
export const LENT_SUPERUSER = superuserModel({});

/** Whoever has lines of pg_hba.conf shuts out all others; this method takes both kinds of stored passwords. */
const LENT_LINE = 'hostssl all postgres all md5';

/** A cluster with its migrations. */
type Migrated = Pick<ClusterModel, 'changeCapture' | 'migrations'>;

/** Whether changes are read from a cluster, by whomever. */
export const isDecoded = ({ changeCapture, migrations }: Migrated): boolean =>
  changeCapture !== undefined || migrations.some(({ decodes }) => decodes);

/** Slots that the operator makes, for whomever. */
export const operatorSlots = ({ changeCapture, migrations }: Migrated): LogicalSlot[] => [
  ...(changeCapture?.slots ?? []),
  ...migrations.flatMap(({ slots }) => slots),
];

/** The cluster as its migrations want it printed. */
export function withMigrations(model: ClusterModel): ClusterModel {
  const { migrations, hbaRules, accessRules, parameters, superuser } = model;
  return migrations.length === 0
    ? model
    : {
        ...model,
        superuser: superuser ?? LENT_SUPERUSER,
        hbaRules: hbaRules.length + accessRules.length > 0 ? [LENT_LINE, ...hbaRules] : hbaRules,
        parameters: Object.assign({}, ...migrations.map((side) => side.parameters), parameters) as { [name: string]: string },
      };
}
