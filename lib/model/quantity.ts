import { Size, SizeRoundingBehavior } from 'cdk8s';

const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/**
 * A size as Kubernetes writes it: the largest binary unit that leaves a whole number (`1Gi`, never `1024Mi`).
 *
 * Operators that read manifests into Go structs write them back in this form; any other spelling shows up as drift.
 */
export function sizeQuantity(size: Size): string {
  let amount = kibibytes(size);
  let unit = 0;
  while (amount !== 0 && amount % 1024 === 0 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${UNITS[unit]}`;
}

/** A size in kibibytes; fractions and NaN come out as they are, for rules to refuse. */
export function kibibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}

/** A size in mebibytes, likewise. */
export const mebibytes = (size: Size): number => kibibytes(size) / 1024;

/** A size in bytes, likewise. */
export const sizeBytes = (size: Size): number => kibibytes(size) * 1024;

/** CPU as Kubernetes writes it: `500m`, `2`, never `0.5` nor `2000m`. */
export function cpuQuantity(cpu: string): string {
  const milli = millicores(cpu);
  return milli % 1000 === 0 ? `${milli / 1000}` : `${milli}m`;
}

/** CPU in thousandths; NaN where it is no number. */
export function millicores(cpu: string): number {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(cpu);
  return match ? Number(match[1]) * (match[2] === 'm' ? 1 : 1000) : NaN;
}

/** Memory or storage quantity in bytes; NaN where it is none. Reads what the functions above print. */
export function quantityBytes(quantity: string): number {
  const match = /^(\d+)(Ki|Mi|Gi|Ti|Pi)$/.exec(quantity);
  return match ? Number(match[1]) * 1024 ** (UNITS.indexOf(match[2] as (typeof UNITS)[number]) + 1) : NaN;
}
