// A real pgbouncer before a real PostgreSQL.

import * as fs from 'fs';
import * as path from 'path';
import type { CertificateAuthority } from './certificates';
import type { Login } from './clients';
import type { PostgresServer } from './postgres-server';
import type { Process } from './processes';
import { freePort, launch, temporaryFolder, waitUntil, writePrivate } from './processes';

export interface Place {
  readonly authority: CertificateAuthority;
  readonly server: PostgresServer;
  /** Where all databases lead to; the server unless given. */
  readonly everything?: string;
  /** Names in the certificate that clients see; those of loopback unless given. */
  readonly names?: readonly string[];
  /** The only user, whose password is `secret`; `app` unless given. */
  readonly user?: string;
}

/** Starts a pgbouncer, lets the work log in through it, and ends it. */
export async function withPooler(
  settings: Readonly<Record<string, string>>,
  { authority, server, everything = `host=localhost port=${server.port}`, names, user = 'app' }: Place,
  work: (login: Login) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const file = (name: string): string => path.join(folder, name);
  let pooler: Process | undefined;
  try {
    const { cert, key } = await authority.issue('pgbouncer', names);
    const port = await freePort();
    const frame = {
      listen_addr: '127.0.0.1',
      listen_port: String(port),
      unix_socket_dir: '',
      auth_type: 'scram-sha-256',
      auth_file: file('users.txt'),
      client_tls_cert_file: file('tls.crt'),
      client_tls_key_file: file('tls.key'),
      server_tls_ca_file: file('ca.crt'),
    };
    writePrivate(file('users.txt'), `"${user}" "secret"\n`);
    writePrivate(file('tls.crt'), cert);
    writePrivate(file('tls.key'), key);
    writePrivate(file('ca.crt'), authority.ca);
    writePrivate(file('pgbouncer.ini'), `[databases]\n* = ${everything}\n\n[pgbouncer]\n${ini({ ...frame, ...settings })}`);

    pooler = launch('pgbouncer', [file('pgbouncer.ini')], { folder });
    const started = pooler;
    await waitUntil(() => Promise.resolve(!started.isRunning() || started.log().includes('process up')));
    if (!started.isRunning()) {
      throw new Error(`pgbouncer did not start: ${started.log()}`);
    }
    expect(started.log()).not.toMatch(/WARNING|ERROR/);
    await work({ port, user, database: 'orders', password: 'secret', tls: { ca: authority.ca } });
  } finally {
    await pooler?.end();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function ini(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}
