import { Json, textOf } from '../../values/json';
import { member } from '../program/expression';
import { Row } from '../program/program';
import { nonEmptyMap, number, plain, row, texts } from './values';

/** Parameters of pgbouncer that have a prop of their own. */
const OWN: { readonly [parameter: string]: string } = {
  default_pool_size: 'poolSize',
  max_client_conn: 'maxClientConnections',
  max_db_connections: 'maxDatabaseConnections',
};

/** Settings of pgbouncer as props. */
export function parameterRows(json: Json | undefined, leaveOut: readonly string[] = []): Row[] {
  const parameters = texts(json) ?? {};
  const rest = Object.fromEntries(Object.entries(parameters).filter(([name]) => OWN[name] === undefined && !leaveOut.includes(name)));
  return [
    ...Object.entries(OWN).flatMap(([name, prop]) => (parameters[name] === undefined ? [] : plain(prop, number(parameters[name])))),
    ...plain('parameters', nonEmptyMap(rest)),
  ];
}

const MODES = ['session', 'transaction', 'statement'];

/** How long a pool keeps a server connection for its client. */
export const modeRow = (json: Json | undefined): Row[] => {
  const text = textOf(json) ?? '';
  return MODES.includes(text) ? row('mode', member(`PoolMode.${text.toUpperCase()}`)) : [];
};

const CLIENT_TLS = ['disable', 'prefer', 'require'];

/** Whether clients of a pool come with TLS. */
export const clientTlsRow = (json: Json | undefined): Row[] => {
  const text = textOf(json) ?? '';
  return CLIENT_TLS.includes(text) ? row('clientTls', member(`PoolClientTls.${text.toUpperCase()}`)) : [];
};
