import { hidden, secretValue, source } from './secret-value-rules';
import { Finding } from '../model/finding';
import { RolePasswordKind, byKind } from '../model/kinds';
import { AccessLevel, DatabaseAccess, RoleOptions } from '../model/role';
import { RoleAttributes } from '../model/role-attributes';
import { RolePassword } from '../model/role-password';
import { SuperuserOptions } from '../model/superuser-options';
import { Check, Shape, boolean, instance, listOf, number, oneOf, optional, required, struct, text } from '../private/shape';

const PASSWORDS: { readonly [kind in RolePasswordKind]: (password: RolePassword, place: string) => Finding[] } = {
  generated: () => [],
  secret: ({ secretName }, place) => (secretName === undefined ? [] : text(secretName, place)),
  delivered: ({ source: from, password: value }, place) => [
    ...source(hidden(from) as never, `${place}.source`),
    ...secretValue(value, `${place}.password`),
  ],
};

const passwordObject = instance(
  'a RolePassword such as RolePassword.fromSecret(...)',
  ['_kind', 'secretName', 'source'],
  (value: RolePassword, place) => byKind(value._kind, PASSWORDS)(value, place),
);

/** In whose place a password may stand by mistake: the message says of what type it is, and never repeats it. */
const password: Check = (value, place) => passwordObject(hidden(value) as never, place);

const ACCESS: Shape<DatabaseAccess> = {
  database: required(text),
  level: required(oneOf(AccessLevel, 'AccessLevel')),
  schemas: optional(listOf(text)),
};

const ATTRIBUTES: Shape<RoleAttributes> = {
  superuser: optional(boolean),
  createDatabases: optional(boolean),
  createRoles: optional(boolean),
  replication: optional(boolean),
  bypassRowSecurity: optional(boolean),
  inherit: optional(boolean),
};

export const SUPERUSER: Shape<SuperuserOptions> = { password: optional(password) };

export const ROLE: Shape<RoleOptions> = {
  name: required(text),
  login: optional(boolean),
  password: optional(password),
  memberOf: optional(listOf(text)),
  access: optional(listOf(struct(ACCESS))),
  attributes: optional(struct(ATTRIBUTES)),
  connectionLimit: optional(number),
  validUntil: optional(text),
};
