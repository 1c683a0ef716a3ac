import { canonical, Json, textOf } from '../values/json';
import { parameterNumber, quantity } from '../values/quantity';
import { When } from './effect';

const numberOf = (value: Json | undefined): number => {
  const text = textOf(value) ?? '';
  const asQuantity = quantity(text);
  return Number.isNaN(asQuantity) ? parameterNumber(text) : asQuantity;
};

const ON = new Set(['true', 'on', 'yes', '1']);

/** What `true` is written as. */
export const isOn = (value: Json | undefined): boolean => ON.has((textOf(value) ?? '').toLowerCase());

export const changed: When = { says: 'changed', holds: () => true };
export const added: When = { says: 'added', holds: (old, now) => old === undefined && now !== undefined };
export const removed: When = { says: 'removed', holds: (old, now) => old !== undefined && now === undefined };
export const edited: When = { says: 'changed', holds: (old, now) => old !== undefined && now !== undefined };
export const lowered: When = { says: 'lowered', holds: (old, now) => numberOf(now) < numberOf(old) };
export const raised: When = { says: 'raised', holds: (old, now) => numberOf(now) > numberOf(old) };
export const turnedOn: When = { says: 'turned on', holds: (old, now) => isOn(now) && !isOn(old) };
export const turnedOff: When = { says: 'turned off', holds: (old, now) => isOn(old) && !isOn(now) };
/** Lowered, or set where it was not limited before. */
export const loweredOrSet: When = {
  says: 'lowered, or set for the first time',
  holds: (old, now) => now !== undefined && (old === undefined || numberOf(now) < numberOf(old)),
};
export const loweredOrRemoved: When = {
  says: 'lowered or removed',
  holds: (old, now) => old !== undefined && (now === undefined || numberOf(now) < numberOf(old)),
};

export const becomes = (...values: readonly Json[]): When => ({
  says: `becomes ${values.map((value) => `\`${String(value)}\``).join(' or ')}`,
  holds: (old, now) => values.some((value) => canonical(value) === canonical(now)) && canonical(old) !== canonical(now),
});

export const leaves = (value: Json): When => ({
  says: `no longer \`${String(value)}\``,
  holds: (old, now) => canonical(old) === canonical(value) && canonical(now) !== canonical(value),
});

export const addedOrEdited: When = { says: 'added or changed', holds: (_old, now) => now !== undefined };
export const removedOrEdited: When = { says: 'removed or changed', holds: (old) => old !== undefined };

/** A list of names that loses one. */
export const losesItem: When = {
  says: 'loses an item',
  holds: (old, now) => {
    const items = (value: Json | undefined): string[] =>
      Array.isArray(value)
        ? value.map(canonical)
        : (textOf(value) ?? '')
            .split(',')
            .map((item) => item.trim())
            .filter(Boolean);
    const kept = new Set(items(now));
    return items(old).some((item) => !kept.has(item));
  },
};

export const gainsItem: When = { says: 'gains an item', holds: (old, now) => losesItem.holds(now, old) };

const DAYS: { readonly [unit: string]: number } = { d: 1, w: 7, m: 30 };

/** A retention as Barman writes it (`30d`, `4w`, `2m`), in days; a number of backups as it is. */
function retention(value: Json | undefined): number {
  const match = /^(\d+)([dwm]?)$/.exec(textOf(value) ?? '');
  return match ? Number(match[1]) * (match[2] ? DAYS[match[2]]! : 1) : NaN;
}

/** A retention that keeps less, or the first one. */
export const shorterOrSet: When = {
  says: 'shorter, or set for the first time',
  holds: (old, now) => now !== undefined && (old === undefined || retention(now) < retention(old)),
};
