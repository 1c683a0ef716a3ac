/** A name as members of enums have it; what tools and languages ask an object for is written otherwise. */
const MEMBER = /^[A-Z][A-Z0-9_]*$/;

/** What the catalogue of rules says of it. */
export const NO_SUCH_MEMBER = {
  id: 'PROP-006',
  summary: 'a member of an enum is one that it has',
  why: 'JavaScript would give undefined, and the default would take its place without a word',
};

/**
 * Makes an enum answer for members that it does not have: JavaScript would give `undefined`, which a prop takes for left out, and so the
 * default stands where something else was asked for.
 *
 * @param members the enum
 * @param name its name
 */
export function onlyMembers(members: { readonly [name: string]: string }, name: string): void {
  const get = (_: object, member: string | symbol, receiver: object): unknown => {
    if (typeof member === 'string' && MEMBER.test(member)) {
      const known = Object.keys(members).map((one) => `${name}.${one}`);
      const what = `${name} has no '${member}'; write ${known.join(' or ')}`;
      const error = new Error(
        `Validation failed with the following errors:\n  [${name}] [${NO_SUCH_MEMBER.id}] ${what} (${NO_SUCH_MEMBER.why})`,
      );
      Error.captureStackTrace(error, get);
      throw error;
    }
    return Reflect.get(Object.prototype, member, receiver) as unknown;
  };
  Object.setPrototypeOf(members, new Proxy(Object.create(Object.prototype) as object, { get }));
}
