/**
 * What OpenSSL takes of the lists that PostgreSQL hands on to it when it starts. Where a list names nothing that OpenSSL knows, the server does
 * not start, and a server that runs goes on with the old list until it is restarted.
 *
 * @see https://docs.openssl.org/3.0/man1/openssl-ciphers/
 */

/** Groups of ciphers. They are told apart by upper and lower case. */
const CIPHER_GROUPS: ReadonlySet<string> = new Set(
  `
  3DES ADH AECDH AES AES128 AES256 AESCCM AESCCM8 AESGCM ALL ARIA ARIA128 ARIA256 ARIAGCM CAMELLIA CAMELLIA128 CAMELLIA256 CBC CHACHA20
  COMPLEMENTOFALL COMPLEMENTOFDEFAULT DEFAULT DH DHE DSS ECDH ECDHE ECDSA EDH EECDH GOST89MAC GOST94 HIGH IDEA LOW MD5 MEDIUM NULL PSK RC2 RC4
  RSA SEED SHA SHA1 SHA256 SHA384 SRP SSLv3 SUITEB128 SUITEB128C2 SUITEB128ONLY SUITEB192 TLSv1 TLSv1.0 TLSv1.2 aDH aDSS aECDH aECDSA aGOST
  aNULL aPSK aRSA aSRP eNULL kDH kDHE kDHEPSK kDHd kDHr kECDH kECDHE kECDHEPSK kEDH kEECDH kGOST kPSK kRSA kRSAPSK kSRP
`
    .trim()
    .split(/\s+/),
);

/** A single cipher, by the name that OpenSSL or the standard gives it, or a profile of the system. */
const CIPHER = /^([A-Z0-9]+(-[A-Z0-9]+)+|TLS_\w+_WITH_\w+|PROFILE=\w+)$/;

/** Whether a list adds any cipher of TLS 1.2 or lower; what is taken away or only put in order adds none. */
export const namesCiphers = (value: string): boolean =>
  value.split(/[:,; ]+/).some((word) => CIPHER.test(word) || (word !== '' && word.split('+').every((each) => CIPHER_GROUPS.has(each))));

const TLS13_CIPHERS: readonly string[] = `
  TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_CCM_SHA256 TLS_AES_128_CCM_8_SHA256 TLS_SHA256_SHA256
  TLS_SHA384_SHA384
`
  .trim()
  .split(/\s+/);

/** Whether a list names suites of TLS 1.3 and nothing else; an empty one is that of OpenSSL. */
export const namesTls13Ciphers = (value: string): boolean => value === '' || value.split(':').every((word) => TLS13_CIPHERS.includes(word));

/** A curve by the name that it has in OpenSSL, of which PostgreSQL took one up to version 17. */
const CURVE = /^(prime\d+v\d|sec[pt]\d+[kr]\d|brainpoolP\d+[rt]1|c2[pt]nb\d+[vw]\d|wap-wsg-idm-ecid-wtls\d+|SM2)$/;

/** A group for the exchange of keys, from PostgreSQL 18 on, whatever the case; behind a '?' any that OpenSSL may not know. */
const GROUP =
  /^(\*?\?.+|\*?(P-(192|224|256|384|521)|X25519|X448|ffdhe(2048|3072|4096|6144|8192)|(X25519|X448|SecP256r1|SecP384r1)?MLKEM\d+|curveSM2(MLKEM\d+)?|DEFAULT|prime\d+v\d|sec[pt]\d+[kr]\d|brainpoolP\d+[rt]1(tls13)?|GC\d+[A-D]))$/i;

/** Whether PostgreSQL finds the curve, or all groups of the list. */
export const namesCurves = (value: string, major: number): boolean =>
  major < 18 ? CURVE.test(value) : value.split(/[:/]/).every((word) => GROUP.test(word));
