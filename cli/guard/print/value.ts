import { canonical, Json } from '../../values/json';

const LONG = 100;

/** A value in one line; long ones are cut. */
export function shown(value: Json | undefined): string {
  if (value === undefined) {
    return '(none)';
  }
  const text = typeof value === 'string' ? value : canonical(value);
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONG ? `${line.slice(0, LONG)}...` : line;
}
