import { at, Json, listOf, textOf } from '../../values/json';
import { call, Expression, map, value } from '../program/expression';
import { given } from './values';

/** Attributes of a role in PostgreSQL's words, and the props that say them. */
const ATTRIBUTES: { readonly [word: string]: string } = {
  superuser: 'superuser',
  createdb: 'createDatabases',
  createrole: 'createRoles',
  replication: 'replication',
  bypassrls: 'bypassRowSecurity',
  inherit: 'inherit',
};

/** What words say of a role; undefined where there is a word that no prop says. */
export interface SaidOfRole {
  readonly login?: Expression;
  readonly attributes?: Expression;
  readonly connectionLimit?: Expression;
  readonly validUntil?: Expression;
}

const truth = (is: boolean): Expression => value(is);

/** Attributes out of words such as `createdb` and `noreplication`; `login` is what a role has anyway. */
export function saidByWords(words: readonly string[]): SaidOfRole {
  const attributes: { [prop: string]: Expression } = {};
  let login: Expression | undefined;
  for (const word of words.map((one) => one.toLowerCase())) {
    const bare = word.replace(/^no/, '');
    if (word === 'nologin') {
      login = truth(false);
    } else if (ATTRIBUTES[word] !== undefined) {
      attributes[ATTRIBUTES[word]] = truth(true);
    } else if (word !== bare && ATTRIBUTES[bare] !== undefined) {
      attributes[ATTRIBUTES[bare]] = truth(false);
    }
  }
  return { login, attributes: Object.keys(attributes).length > 0 ? map(attributes) : undefined };
}

const LIMIT = /\bconnection\s+limit\s+(-?\d+)/i;
const UNTIL = /\bvalid\s+until\s+'([^']*)'/i;

/** What stands behind `ALTER ROLE ... WITH`. */
export function saidByOptions(options: string | undefined): SaidOfRole {
  const text = options ?? '';
  const limit = LIMIT.exec(text)?.[1];
  const until = UNTIL.exec(text)?.[1];
  return {
    ...saidByWords(text.replace(LIMIT, '').replace(UNTIL, '').split(/\s+/).filter(Boolean)),
    connectionLimit: limit === undefined || Number(limit) < 0 ? undefined : value(Number(limit)),
    validUntil: until === undefined || until === 'infinity' ? undefined : value(until),
  };
}

/** What an object of CloudNativePG says of a role. */
export function saidByFields(role: Json): SaidOfRole {
  const words = Object.keys(ATTRIBUTES).flatMap((word) => {
    const is = at(role, word);
    // All of them but this one are off where nothing is said.
    return is === true && word !== 'inherit' ? [word] : is === false && word === 'inherit' ? ['noinherit'] : [];
  });
  const limit = textOf(at(role, 'connectionLimit'));
  const until = textOf(at(role, 'validUntil'));
  return {
    ...saidByWords(at(role, 'login') === true ? words : [...words, 'nologin']),
    connectionLimit: limit === undefined || Number(limit) < 0 ? undefined : value(Number(limit)),
    validUntil: given(until),
  };
}

/** A role of the program. */
export const roleOf = (name: string, said: SaidOfRole, more: { readonly [prop: string]: Expression | undefined } = {}): Expression =>
  map({ name: value(name), ...said, ...more });

/** Whether anything is said of a role, so that an owner needs a row of its own. */
export const saysSomething = (said: SaidOfRole): boolean => Object.values(said).some((one) => one !== undefined);

/** Groups of a role. */
export const groupsOf = (json: Json | undefined): Expression | undefined => {
  const names = listOf(json).flatMap((one) => textOf(one) ?? []);
  return names.length > 0 ? value(names) : undefined;
};

/** A password out of a Secret of somebody else. */
export const suppliedBy = (secret: string | undefined): Expression | undefined =>
  secret === undefined ? undefined : call('RolePassword.fromSecret', [value(secret)]);
