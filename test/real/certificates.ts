// Certificates as an operator makes them: one CA, the server's certificate, and those of clients that log in without a password.

import { execFile } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { promisify } from 'util';
import { temporaryFolder } from './processes';

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateAuthority {
  /** The certificate of the CA. */
  readonly ca: string;
  /** A certificate, by default one that a server on loopback can show; with names, one that only they can show. */
  issue(commonName?: string, dnsNames?: readonly string[]): Promise<KeyPair>;
}

/** All texts are PEM. Nothing stays on disk. */
export async function certificateAuthority(): Promise<CertificateAuthority> {
  const root = await request('cdk8s-postgres test CA', ['-addext', 'keyUsage=critical,keyCertSign']);
  return {
    ca: root.cert,
    issue: (commonName = 'localhost', dnsNames) => {
      const names = dnsNames?.map((name) => `DNS:${name}`) ?? ['DNS:localhost', 'IP:127.0.0.1'];
      return request(commonName, ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', `subjectAltName=${names.join(',')}`], root);
    },
  };
}

async function request(commonName: string, args: readonly string[], signer?: KeyPair): Promise<KeyPair> {
  const folder = temporaryFolder();
  const file = (name: string): string => path.join(folder, name);
  try {
    if (signer) {
      fs.writeFileSync(file('ca.crt'), signer.cert);
      fs.writeFileSync(file('ca.key'), signer.key);
    }
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', 'new.key'];
    const common = ['req', '-x509', '-days', '30', '-subj', `/CN=${commonName}`, '-out', 'new.crt'];
    await promisify(execFile)('openssl', [...common, ...key, ...args], { cwd: folder });
    return { cert: fs.readFileSync(file('new.crt'), 'utf8'), key: fs.readFileSync(file('new.key'), 'utf8') };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
