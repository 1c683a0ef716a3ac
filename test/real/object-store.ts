// An object store that speaks S3, over TLS and on loopback: as much of it as pgBackRest needs.

import { once } from 'events';
import { createServer } from 'https';
import type { IncomingMessage } from 'http';
import type { AddressInfo } from 'net';
import type { KeyPair } from './certificates';

export interface ObjectStore {
  readonly port: number;
  /** Paths of all objects, the bucket first. */
  paths(): string[];
  /** Whether a text can be read in any object. */
  contains(text: string): boolean;
  /** Hosts that requests were meant for, each once. */
  hosts(): string[];
  /** What requests were signed with, each once: `<access key>/<region>`. */
  signatures(): string[];
  stop(): Promise<void>;
}

/** Starts a store that takes every key, and that shows a certificate. */
export async function startObjectStore(certificate: KeyPair): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  const hosts = new Set<string>();
  const signatures = new Set<string>();
  const server = createServer(certificate, (request, response) => {
    void body(request).then((content) => {
      hosts.add(request.headers.host ?? '');
      const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? '');
      signatures.add(`${scope?.[1]}/${scope?.[2]}`);
      const url = new URL(request.url!, 'https://localhost');
      const { status, text } = answer(objects, request.method!, url, content);
      response.writeHead(status, { 'content-length': text.length, 'last-modified': new Date().toUTCString(), etag: ETAG });
      response.end(request.method === 'HEAD' ? undefined : text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    paths: () => [...objects.keys()].sort(),
    contains: (text) => [...objects.values()].some((content) => content.includes(text)),
    hosts: () => [...hosts],
    signatures: () => [...signatures],
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Clients give it back, and it tells them nothing. */
const ETAG = '"0"';

interface Answer {
  readonly status: number;
  readonly text: Buffer | string;
}

function answer(objects: Map<string, Buffer>, method: string, url: URL, content: Buffer): Answer {
  const name = decodeURIComponent(url.pathname);
  if (method === 'PUT') {
    // What is longer than 5 MiB comes in parts, one after the other.
    const before = Number(url.searchParams.get('partNumber') ?? 1) > 1 ? [objects.get(name)!] : [];
    objects.set(name, Buffer.concat([...before, content]));
    return { status: 200, text: '' };
  }
  if (method === 'DELETE') {
    objects.delete(name);
    return { status: 204, text: '' };
  }
  if (method === 'POST' && url.searchParams.has('delete')) {
    for (const [, key] of content.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) {
      objects.delete(`${name.replace(/\/$/, '')}/${key}`);
    }
    return { status: 200, text: '<DeleteResult/>' };
  }
  if (method === 'POST') {
    return { status: 200, text: `<Upload><UploadId>1</UploadId><ETag>${ETAG}</ETag></Upload>` };
  }
  if (url.searchParams.has('list-type')) {
    return { status: 200, text: listing(objects, `${name.replace(/\/$/, '')}/`, url.searchParams) };
  }
  const object = objects.get(name);
  return object ? { status: 200, text: object } : { status: 404, text: '' };
}

/** The answer to ListObjectsV2, all of it at once. */
function listing(objects: Map<string, Buffer>, bucket: string, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter');
  const folders = new Set<string>();
  const files: string[] = [];
  for (const [path, { length }] of objects) {
    const key = path.slice(bucket.length);
    if (path.startsWith(bucket + prefix)) {
      const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        files.push(`<Contents><Key>${key}</Key><LastModified>${new Date().toISOString()}</LastModified><Size>${length}</Size></Contents>`);
      } else {
        folders.add(`<CommonPrefixes><Prefix>${key.slice(0, end + 1)}</Prefix></CommonPrefixes>`);
      }
    }
  }
  const entries = [...files, ...folders].join('');
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><IsTruncated>false</IsTruncated>${entries}</ListBucketResult>`;
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
