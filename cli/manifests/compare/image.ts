/** The parts of an image reference. */
export interface Image {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function parseImage(reference: string): Image {
  const [named = '', digest] = reference.split('@');
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/')
    ? { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest }
    : { repository: named, digest };
}

/** Major version of PostgreSQL in a tag that begins with it (`17.5-bookworm`, `17`, `ubi9-17.5-2`). */
export function majorOfTag(reference: string): number | undefined {
  const { tag } = parseImage(reference);
  const found = /(?:^|-)(1[0-9]|9\.6)(?:[.-]|$)/.exec(tag ?? '')?.[1];
  return found === undefined ? undefined : Math.floor(Number(found));
}

const DISTRIBUTIONS = /\b(bullseye|bookworm|trixie|forky|buster|jammy|noble|focal|ubi[789]|ubi10|rocky[89]|alpine\d*(?:\.\d+)?)\b/;

/** The distribution that an image is made of, as far as its name says it: its C library and ICU sort text. */
export function distributionOf(reference: string): string | undefined {
  const { repository, tag } = parseImage(reference);
  const word = DISTRIBUTIONS.exec(`${tag ?? ''} ${repository}`)?.[1];
  // An image of Spilo carries several majors of PostgreSQL and is named after the newest; its own number stands for its base.
  const spilo = /(?:^|\/)spilo-\w+$/.test(repository) ? /^(\d+)\./.exec(tag ?? '')?.[1] : undefined;
  return word ?? (spilo && `spilo ${spilo}`);
}
