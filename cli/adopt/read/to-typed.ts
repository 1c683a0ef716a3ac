import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, JsonMap, listOf, mapOf, without } from '../../values/json';
import { Deliberate } from '../draft';

/** An object with what was free text in fields of its own. */
export interface Typed {
  readonly object: KubeObject;
  readonly deliberate: readonly Deliberate[];
}

/** Parameters that the schema of the field refuses. Patroni's configuration takes them, and PGO's own values win over them. */
const REFUSED = new RegExp(
  `^(${[
    'config_file|data_directory|external_pid_file|hba_file|ident_file|listen_addresses|port|ssl(_.*)?|unix_socket_.*|wal_level|wal_log_hints',
    'archive_mode|archive_command|restore_command|recovery_.*|hot_standby|synchronous_standby_names|primary_(conninfo|slot_name)',
    'cluster_name|logging_collector|log_directory|log_file_mode',
  ].join('|')})$`,
);

/** Lines that the field takes. */
const MOST_LINES = 10;

const WHY = {
  parameters: 'stood in patroni.dynamicConfiguration; Patroni gets the same value from PGO (5.8 or later), and nothing restarts',
  lines: 'stood in patroni.dynamicConfiguration; PGO (5.8 or later) writes the same lines in the same order',
};

const nonEmpty = (key: string, map: JsonMap): JsonMap => (Object.keys(map).length > 0 ? { [key]: map } : {});

/**
 * A cluster of PGO with the parameters and lines of pg_hba.conf that stood in the configuration of Patroni in the fields that PGO has for
 * them: what it gives Patroni is the same. What the fields would refuse, and what they have already, stays where it is.
 */
export function toTyped(object: KubeObject): Typed {
  const postgresql = at(object.raw, 'spec', 'patroni', 'dynamicConfiguration', 'postgresql');
  if (object.kind !== 'PostgresCluster' || !isMap(postgresql)) {
    return { object, deliberate: [] };
  }
  const spec = mapOf(object.raw.spec);
  const config = mapOf(spec.config);
  const free = mapOf(postgresql.parameters);
  const typed = mapOf(config.parameters);
  const moved = Object.fromEntries(
    Object.entries(free).filter(
      ([name, one]) => /^[a-z0-9_.]+$/.test(name) && !REFUSED.test(name) && !(name in typed) && /^(string|number)$/.test(typeof one),
    ),
  );
  const authentication = mapOf(spec.authentication);
  const rules = listOf(authentication.rules);
  const lines = listOf(postgresql.pg_hba);
  const movesLines = lines.length > 0 && rules.length + lines.length <= MOST_LINES && lines.every(isLine);
  const names = Object.keys(moved);
  if (names.length === 0 && !movesLines) {
    return { object, deliberate: [] };
  }
  const left = {
    ...without(postgresql, movesLines ? ['parameters', 'pg_hba'] : ['parameters']),
    ...nonEmpty('parameters', without(free, names)),
  };
  const patroni = mapOf(spec.patroni);
  const configuration = { ...without(mapOf(patroni.dynamicConfiguration), ['postgresql']), ...nonEmpty('postgresql', left) };
  const raw: JsonMap = {
    ...object.raw,
    spec: {
      ...without(spec, ['patroni']),
      ...nonEmpty('patroni', { ...without(patroni, ['dynamicConfiguration']), ...nonEmpty('dynamicConfiguration', configuration) }),
      ...(names.length > 0 && { config: { ...config, parameters: { ...typed, ...moved } } }),
      ...(movesLines && { authentication: { ...authentication, rules: [...rules, ...lines.map((hba) => ({ hba }))] } }),
    },
  };
  return {
    object: { ...object, raw },
    deliberate: [
      ...names.map((name) => ({ key: object.key, field: `spec.config.parameters.${name}`, why: WHY.parameters })),
      ...(movesLines ? [{ key: object.key, field: 'spec.authentication.rules', why: WHY.lines }] : []),
    ],
  };
}

const isLine = (json: Json): boolean => typeof json === 'string' && /^(local|host\w*)\s[^\n]+$/.test(json);
