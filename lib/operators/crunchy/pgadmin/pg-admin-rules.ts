import { PgAdminModel } from '../../../model/pg-admin';
import { Rule } from '../../../private/rules';

/** Settings that PGO writes over whatever is said. */
const WRITTEN = ['SERVER_MODE', 'UPGRADE_CHECK_ENABLED', 'UPGRADE_CHECK_URL', 'UPGRADE_CHECK_KEY', 'DATA_DIR', 'LOG_FILE'];
const WRITTEN_OF_WEB_SERVER = ['workers', 'logconfig_dict'];

const CHECKED = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

const overwritten = (prop: string, settings: object, names: readonly string[]): string[] =>
  names.filter((name) => name in settings).map((name) => `'${prop}.${name}' has no effect; leave it out`);

/** What PGO does otherwise than a pgAdmin says. */
export const PG_ADMIN_RULES: readonly Rule<PgAdminModel>[] = [
  {
    id: 'PGO-186',
    summary: 'a pgAdmin leaves the settings alone that PGO writes itself',
    why: 'PGO writes its own value over them',
    check: ({ settings, webServer }) => [
      ...overwritten('settings', settings, WRITTEN),
      ...overwritten('webServer', webServer, WRITTEN_OF_WEB_SERVER),
    ],
  },
  {
    id: 'PGO-187',
    summary: 'requirements of a group of servers are such as selectors of labels take',
    why: 'PGO finds no cluster of the group',
    check: ({ groups }) =>
      groups.flatMap(({ requirements = [] }, i) =>
        requirements.flatMap(({ key, operator, values = [] }) => [
          ...(CHECKED.includes(operator) ? [] : [`'servers[${i}]' must not compare '${key}' by ${operator}; write IN with the values`]),
          ...(CHECKED.slice(0, 2).includes(operator) === values.length > 0 || !CHECKED.includes(operator)
            ? []
            : [`'servers[${i}]' must have values of '${key}' for IN and NOT_IN and for no other, got ${values.length} for ${operator}`]),
        ]),
      ),
  },
];
