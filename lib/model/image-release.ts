/** What the name of an image says of what is in it. */
export interface ImageName {
  /** Everything before tag and digest. */
  readonly repository: string;
  /** The release of the system that it is made of, whose C library and ICU sort text; undefined where the name does not say. */
  readonly release?: string;
  /** How much of CloudNativePG's images it has: 0 is the least; undefined for other images. */
  readonly flavour?: number;
}

const RELEASES = /\b(buster|bullseye|bookworm|trixie|forky|focal|jammy|noble|ubi(?:[789]|10)|rocky(?:[89]|10)|alpine[\d.]*)\b/;

/** From the least to the most. */
const FLAVOURS = ['minimal', 'standard', 'system'];

/** Reads the name of an image. */
export function imageName(reference: string): ImageName {
  const [named = ''] = reference.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const repository = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : '';
  // An image of Spilo has several majors of PostgreSQL and is named after the newest; its own number stands for its base.
  const spilo = /(?:^|\/)spilo-\w+$/.test(repository) ? /^(\d+)\./.exec(tag)?.[1] : undefined;
  const flavour = FLAVOURS.findIndex((word) => tag.split('-').includes(word));
  return {
    repository,
    release: RELEASES.exec(`${tag} ${repository}`)?.[1] ?? (spilo && `spilo ${spilo}`),
    flavour: flavour < 0 ? undefined : flavour,
  };
}
