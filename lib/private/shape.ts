import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Finding } from '../model/finding';
import { NO_SUCH_MEMBER } from '../model/members';
import { closest } from './closest';
import { refuse } from './errors';
import { RuleFacts, breach } from './rules';

/** Says what a value should have been; nothing where it is fine. Nested problems name their own place. */
export interface Check {
  (value: unknown, place: string): Finding[];
  /** What to write where there is nothing, for the reader of the error. */
  readonly example?: string;
}

/** What is allowed in each prop of a struct. Every prop has to be listed, so none can be forgotten. */
export type Shape<P> = {
  readonly [K in keyof Required<P>]: { readonly check: Check; readonly required: undefined extends P[K] ? false : true };
};

const UNKNOWN: RuleFacts = { id: 'PROP-001', summary: 'every prop is a known one', why: 'a misspelt prop would be ignored' };
const MISSING: RuleFacts = { id: 'PROP-002', summary: 'required props are given', why: 'there is no safe default for it' };
const WRONG_TYPE: RuleFacts = {
  id: 'PROP-003',
  summary: 'every prop has a value of its type',
  why: 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on',
};
const TOKEN: RuleFacts = {
  id: 'PROP-004',
  summary: 'texts and numbers are known at construction',
  why: 'names and addresses are checked, and printed into other objects, before tokens are resolved',
};

const OUTSIDE: RuleFacts = {
  id: 'PROP-005',
  summary: 'constructs stand in a chart',
  why: 'a chart is the file that objects are printed to',
};

/** The rules of this file, for the catalogue. */
export const PROP_RULES: readonly RuleFacts[] = [UNKNOWN, MISSING, WRONG_TYPE, TOKEN, OUTSIDE, NO_SUCH_MEMBER];

/** A prop that must be given. */
export const required = (check: Check) => ({ check, required: true as const });
/** A prop that may be left out. */
export const optional = (check: Check) => ({ check, required: false as const });

/** What other tools and operators call a prop, for whoever writes it out of habit. */
const OTHER_WORDS: { readonly [word: string]: readonly string[] } = {
  name: ['clusterName', 'poolName', 'backupName', 'drillName', 'secretName'],
  replicas: ['instances'],
  replicaCount: ['instances'],
  numberOfInstances: ['instances'],
  size: ['storage'],
  volume: ['storage'],
  storageClassName: ['storageClass'],
  class: ['storageClass'],
  postgresVersion: ['version'],
  postgresqlVersion: ['version'],
  resources: ['compute'],
  requests: ['compute'],
  users: ['roles'],
  user: ['role'],
  username: ['role'],
  db: ['database'],
  postgresql: ['parameters'],
  config: ['parameters'],
  affinity: ['placement'],
  tolerations: ['placement'],
  nodeSelector: ['placement'],
  pgHba: ['hbaRules'],
  bucket: ['target'],
  bucketName: ['bucket', 'target'],
  team: ['teamId'],
  schedule: ['schedules'],
  source: ['from'],
  target: ['to', 'targetTime'],
  targetTime: ['target'],
  toVersion: ['to'],
  targetVersion: ['to'],
  cluster: ['policy'],
  withoutRows: ['excludeTables'],
  excludeTables: ['withoutRows'],
};

/** What a misspelt prop may have meant. Its first letter is right nearly always, which tells 'inclusive' from 'exclusive'. */
function meantBy(name: string, props: readonly string[], given: { readonly [prop: string]: unknown }): string | undefined {
  const words = Object.prototype.hasOwnProperty.call(OTHER_WORDS, name) ? OTHER_WORDS[name]! : [];
  const alike = props.filter((prop) => prop[0]!.toLowerCase() === name[0]?.toLowerCase());
  return words.find((word) => props.includes(word) && given[word] === undefined) ?? closest(name, alike);
}

/** All that is wrong with the shape of a props object: unknown, missing and wrongly typed props. */
export function shapeProblems<P extends object>(shape: Shape<P>, props: unknown, place = ''): Finding[] {
  if (typeof props !== 'object' || props === null || Array.isArray(props) || isOfAnotherKind(shape, props)) {
    return [noObject(shape, props, place)];
  }
  const given = props as Record<string, unknown>;
  const has = (name: string): boolean => Object.prototype.hasOwnProperty.call(shape, name);
  const unknown = Object.keys(given)
    .filter((name) => !has(name))
    .map((name) => ({ name, meant: meantBy(name, Object.keys(shape), given) }));
  const problems = unknown.map(({ name, meant }) =>
    breach(
      UNKNOWN,
      `'${join(place, name)}' is not a prop; ${meant === undefined ? `known props: ${Object.keys(shape).sort().join(', ')}` : `did you mean '${join(place, meant)}'?`}`,
    ),
  );
  for (const name of Object.keys(shape)) {
    const { check, required: needed } = shape[name as keyof P];
    if (given[name] !== undefined) {
      problems.push(...check(given[name], join(place, name)));
    } else if (needed && !unknown.some(({ meant }) => meant === name)) {
      const what = name in given ? 'undefined' : 'missing';
      problems.push(breach(MISSING, `'${join(place, name)}' is ${what}${check.example === undefined ? '' : `; write ${check.example}`}`));
    }
  }
  return problems;
}

/** Whether an object of a class, such as a Size, stands where a struct is wanted: it has none of its props, and to name its own would mislead. */
function isOfAnotherKind<P extends object>(shape: Shape<P>, props: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(props);
  const made = prototype === null ? undefined : (prototype as { readonly constructor?: { readonly name?: string } }).constructor;
  return made?.name !== undefined && made.name !== 'Object' && Object.keys(shape).every((name) => props[name as never] === undefined);
}

/** So many optional props are named to whoever has written no object; more are found in the page of the struct. */
const NAMED = 5;

/** What is wrong with something that should have been a struct. */
function noObject<P extends object>(shape: Shape<P>, props: unknown, place: string): Finding {
  const all = Object.keys(shape);
  const needed = all.filter((name) => shape[name as keyof P].required);
  if (needed.length === 0) {
    const such = all.length > NAMED ? '' : ` such as { ${all.map((name) => `${name}: ...`).join(', ')} }`;
    return wrongType(place || 'props', `an object${such}`, props);
  }
  const write = `; write { ${needed.map((name) => `${name}: ...`).join(', ')} }`;
  return wrongType(place || 'props', `an object with ${needed.join(', ')}`, props, write);
}

/** A text that is known now. */
export const text: Check = (value, place) => {
  if (typeof value === 'string') {
    return value.includes('${Token[') ? [token(place)] : [];
  }
  const name = nameOf(value);
  if (name !== undefined) {
    return [breach(WRONG_TYPE, `'${place}' must be a name, got the object '${name}' itself; write its name, '${name}'`)];
  }
  return isToken(value) ? [token(place)] : [wrongType(place, 'a string', value)];
};

/** The name of an object of cdk8s or cdk8s-plus, which stands where its name is wanted. */
function nameOf(value: unknown): string | undefined {
  const { node, name } = (typeof value === 'object' && value !== null ? value : {}) as { readonly node?: unknown; readonly name?: unknown };
  return node !== undefined && typeof name === 'string' && !name.includes('${Token[') ? name : undefined;
}

/** A number; which ones is a matter of the rules. */
export const number: Check = (value, place) => {
  if (typeof value === 'number') {
    return [];
  }
  return isToken(value) ? [token(place)] : [wrongType(place, 'a number', value, quoted(value, /^-?\d+(\.\d+)?$/))];
};

/** true or false. */
export const boolean: Check = (value, place) =>
  typeof value === 'boolean' ? [] : [wrongType(place, 'true or false', value, quoted(value, /^(true|false)$/))];

/** What to write for a value that is right but for its quotes. */
const quoted = (value: unknown, meant: RegExp): string => (typeof value === 'string' && meant.test(value) ? `; write ${value}` : '');

/** A list of something. */
export const listOf =
  (check: Check): Check =>
  (value, place) =>
    Array.isArray(value)
      ? Array.from(value).flatMap((item: unknown, i) => check(item, `${place}[${i}]`))
      : [wrongType(place, 'a list', value, typeof value === 'string' ? `; write ['${value}']` : '')];

/**
 * A map of something.
 *
 * @param what what it holds, for the reader of the error
 * @param check checks each value
 */
export const mapOf =
  (what: string, check: Check): Check =>
  (value, place) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map) && !isToken(value)
      ? Object.entries(value).flatMap(([key, item]) =>
          UNPRINTABLE_KEYS.includes(key)
            ? [breach(WRONG_TYPE, `'${place}' must not have the key '${key}', which cdk8s cannot print; write another key`)]
            : check(item, `${place}['${key}']`),
        )
      : [wrongType(place, `a map of ${what}`, value)];

/** A map of texts. What is a number to its reader, a parameter or a label, is a text here all the same. */
export const textMap: Check = mapOf('strings', (value, place) =>
  typeof value === 'number' || typeof value === 'boolean'
    ? [wrongType(place, 'a string', value, `; write '${value}'`)]
    : text(value, place),
);

/** Keys that change what JavaScript takes an object for. */
const UNPRINTABLE_KEYS = ['__proto__', 'constructor'];

/** A struct. */
export const struct =
  <P extends object>(shape: Shape<P>): Check =>
  (value, place) =>
    shapeProblems(shape, value, place);

/** One of the values of an enum. */
export const oneOf =
  (values: { readonly [key: string]: string }, name: string): Check =>
  (value, place) =>
    Object.values(values).includes(value as string)
      ? []
      : [
          wrongType(
            place,
            Object.keys(values)
              .map((key) => `${name}.${key}`)
              .join(' or '),
            value,
          ),
        ];

/**
 * An object of a class. Told by its members and not by `instanceof`, because a program may hold two copies of a package.
 *
 * @param example what to write, for the reader of the error
 * @param members members that only such an object has
 * @param inside checks what the object holds
 */
export const instance = (
  example: string,
  members: readonly string[],
  inside: (value: never, place: string) => Finding[] = () => [],
): Check => {
  const check = (value: unknown, place: string): Finding[] =>
    typeof value === 'object' && value !== null && members.every((member) => member in value)
      ? inside(value as never, place).map((problem) => ofWhatItIsMade(problem, place, wrongType(place, example, value).what))
      : [wrongType(place, example, value)];
  return Object.assign(check, { example });
};

/** All that is wrong with the options of a call that made the value of a prop. */
export const optionsProblems = <P extends object>(shape: Shape<P>, options: unknown, place: string): Finding[] =>
  shapeProblems(shape, options, place).map((problem) => ofWhatItIsMade(problem, place));

/**
 * A prop that holds an object of its class is right, and what that object was made of is wrong: without a word of it, the message would ask for
 * what cannot stand in the prop.
 */
function ofWhatItIsMade(problem: Finding, place: string, noSuchObject?: string): Finding {
  const itself = `'${place}' must be `;
  return problem.rule === WRONG_TYPE.id && problem.what.startsWith(itself) && problem.what !== noSuchObject
    ? { ...problem, what: `what '${place}' is made of must be ${problem.what.slice(itself.length)}` }
    : problem;
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

/** A cdk8s token: a Lazy or anything else that is resolved later. */
function isToken(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('produce' in value || 'resolve' in value || 'producer' in value);
}

function token(place: string): Finding {
  return breach(TOKEN, `'${place}' is a token that is only known later; write the value itself`);
}

/**
 * What is wrong with a value of a wrong type.
 *
 * @param write what to do about it, with the semicolon before it, where `allowed` does not say so already
 */
export function wrongType(place: string, allowed: string, value: unknown, write = ''): Finding {
  return breach(WRONG_TYPE, `'${place}' must be ${allowed}, got ${describe(value)}${write}`);
}

function describe(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value.length > 200 ? `${value.slice(0, 200)}...` : value}'`;
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : `an object of type ${value.constructor?.name ?? 'unknown'}`;
  }
  if (typeof value === 'function') {
    return value.name === '' ? 'a function' : `the function or class '${value.name}', which is not called`;
  }
  return String(value);
}

/**
 * Stops where something is asked of a value that is no construct.
 *
 * @param value the value
 * @param place the parameter that it was given as
 * @param call the function, as a program writes it
 * @param caller the function that the user called
 */
export function requireConstruct(value: unknown, place: string, call: string, caller: unknown): void {
  if (!Construct.isConstruct(value)) {
    refuse(call, [wrongType(place, 'a construct such as a chart', value)], caller);
  }
}

/**
 * Stops where a construct cannot be made of its props: it stands outside of a chart, or a prop has not the shape that it should have.
 *
 * @param construct the construct, whose props are looked at
 * @param shape what the props may hold
 * @param props the props as given
 * @param caller the constructor or function that the user called
 */
export function requireShape<P extends object>(construct: Construct, shape: Shape<P>, props: unknown, caller: unknown): void {
  const outside = construct.node.scopes.some((scope) => scope instanceof Chart)
    ? []
    : [breach(OUTSIDE, `'${construct.node.id}' stands outside of a chart; write new Chart(app, id, { namespace }) and put it in there`)];
  const problems = [...outside, ...shapeProblems(shape, props)];
  if (problems.length > 0) {
    refuse(construct.node.path, problems, caller);
  }
}
