import { isIP } from 'net';

const BITS: { readonly [family: number]: number } = { 4: 32, 6: 128 };

/** Whether a text is a range of addresses as a NetworkPolicy takes it: `10.96.0.1/32` or `fd00::/8`. */
export function isCidr(text: string): boolean {
  const [, address = '', length = ''] = /^([0-9a-f.:]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const bits = BITS[isIP(address)];
  // An IPv4 address at the end of an IPv6 one is not known to cdk8s-plus.
  return bits !== undefined && Number(length) <= bits && !(address.includes(':') && address.includes('.'));
}
