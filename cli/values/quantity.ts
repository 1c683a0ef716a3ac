const SUFFIXES: { readonly [suffix: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity of Kubernetes as a number; NaN where it is none. */
export function quantity(text: string): number {
  const match = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  return match ? Number(match[1]) * (match[2] === undefined ? SUFFIXES[match[3] ?? '']! : 10 ** Number(match[2])) : NaN;
}

/** The spelling that the API server and the operators write back. */
export function canonicalQuantity(text: string): string | undefined {
  const amount = quantity(text);
  if (Number.isNaN(amount) || amount < 0) {
    return undefined;
  }
  const binary = /i$/.test(text);
  const steps = binary ? ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki', ''] : ['E', 'P', 'T', 'G', 'M', 'k', '', 'm', 'u', 'n'];
  const suffix = amount === 0 ? '' : steps.find((step) => Number.isInteger(Number((amount / SUFFIXES[step]!).toPrecision(15))));
  return suffix === undefined ? undefined : `${Number((amount / SUFFIXES[suffix]!).toPrecision(15))}${suffix}`;
}

const UNITS: { readonly [unit: string]: number } = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration as Go writes it, in seconds; NaN where it is none. */
export function goDuration(text: string): number {
  return /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)
    ? [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit!]!, 0)
    : NaN;
}

const PG_UNITS: { readonly [unit: string]: number } = {
  ...{ B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 },
  ...{ us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400 },
};

/** A value of a PostgreSQL parameter as a number, for comparing two of one parameter; NaN where it is none. */
export function parameterNumber(text: string): number {
  const match = /^\s*([+-]?\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB|us|ms|s|min|h|d)?\s*$/.exec(text);
  return match ? Number(match[1]) * (match[2] === undefined ? 1 : PG_UNITS[match[2]]!) : NaN;
}
