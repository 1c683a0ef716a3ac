// Sessions of applications, as opposed to those that a test uses to look after its server.

import { Socket, type TcpNetConnectOpts } from 'net';
import type { Client, ClientConfig } from 'pg';

export interface Login {
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
  /** CA, the name that the server shows unless it is its address, certificate and key; without them the client does not ask for TLS. */
  readonly tls?: { readonly ca: string; readonly servername?: string; readonly cert?: string; readonly key?: string };
  /** Loopback address that the client comes from; 127.0.0.1 unless given. */
  readonly from?: string;
}

/** Opens a session, lets the work have it, and closes it. */
export async function withSession<T>(login: Login, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openSession(login);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Opens a session; the caller ends it. */
export async function openSession({ port, user, database, password, tls, from }: Login): Promise<Client> {
  // Not at the top of the file: a suite must load, and skip, where nothing is installed here.
  const { Client } = await import('pg');
  const config: ClientConfig = { host: '127.0.0.1', port, user, database, password, ssl: tls ? { ...tls } : false };
  const client = new Client(from === undefined ? config : { ...config, stream: () => new SocketFrom(from) });
  client.on('error', () => {}); // A lost connection shows in the next query.
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Why a login is refused; undefined if it is not. */
export async function refusal(login: Login): Promise<string | undefined> {
  return withSession(login, () => Promise.resolve(undefined)).catch((error: Error) => error.message);
}

/** A socket with a source address; the driver has no option for it. */
class SocketFrom extends Socket {
  public constructor(private readonly localAddress_: string) {
    super();
  }

  public override connect(...args: unknown[]): this {
    const [port, host] = args as [number, string];
    const options: TcpNetConnectOpts = { port, host, localAddress: this.localAddress_ };
    return super.connect(options);
  }
}
