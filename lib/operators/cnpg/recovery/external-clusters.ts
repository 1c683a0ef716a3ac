import { ClusterSpecExternalClusters, ClusterSpecExternalClustersPlugin } from '../../../../imports/cnpg/cluster';
import { ClusterTls } from '../../../model/cluster-tls';
import { ClusterModel } from '../../../model/cluster-model';
import { IClusterAddress } from '../../../model/endpoint';
import { LogicalImportOptions } from '../../../model/recovery-source';
import { StreamingLogin } from '../../../model/recovery-model';
import { StreamingSourceOptions } from '../../../model/replica-source';
import { POSTGRES_PORT } from '../../../model/service-address';
import { BARMAN_PLUGIN } from '../backup/backup-spec';
import { CloudNativePgExternalCluster, CloudNativePgPlugin } from '../archive-options';
import { inTreeSource, isInTree } from '../backup/in-tree-spec';
import { Settings } from '../settings';
import { caSecret, replicationSecret, serverName, storeName } from '../names';
import { wholeImport } from '../access/database-plan';
import { ReadArchive, followedArchive, followedName, recoveredArchive } from './origins';
import { replicationCertificate, serverCa } from '../network/tls-spec';
import { migrationEntries } from '../migration/subscription-objects';

/** The servers and archives that a cluster refers to by name. */
export function externalClusters(model: ClusterModel, settings: Settings): ClusterSpecExternalClusters[] {
  return [
    ...originEntries(model, settings),
    ...followedEntries(model, settings),
    ...ownEntries(model, settings),
    ...migrationEntries(model),
    ...(settings.externalClusters ?? []).map(saidEntry),
  ];
}

/** An entry as the program says it. */
const saidEntry = ({
  name,
  connectionParameters,
  password,
  clientCertificate,
  clientKey,
  ca,
  plugin,
  archive,
}: CloudNativePgExternalCluster) => ({
  name,
  connectionParameters: connectionParameters && { ...connectionParameters },
  password: password && { name: password.name, key: password.key },
  sslCert: clientCertificate && { name: clientCertificate.name, key: clientCertificate.key },
  sslKey: clientKey && { name: clientKey.name, key: clientKey.key },
  sslRootCert: ca && { name: ca.name, key: ca.key },
  plugin: plugin && saidPlugin(plugin),
  barmanObjectStore: archive && inTreeSource({ storeName: '', archive, repository: archive.repositories[0]! }),
});

/** A plugin as the program says it. Defaults are written out: the API server fills them into lists, and a diff would show them for ever. */
export const saidPlugin = ({ name, enabled = true, archivesWal = false, parameters }: CloudNativePgPlugin) => ({
  name,
  enabled,
  isWalArchiver: archivesWal,
  parameters: parameters && { ...parameters },
});

/** The name by which the bootstrap of a cluster refers to what it is made of; undefined where there is no such entry. */
export function originName(model: ClusterModel): string | undefined {
  const { identity, recovery, formerOrigin, pair } = model;
  const cloned = (recovery ?? formerOrigin)?.cluster;
  if (cloned) {
    return cloned.identity.name;
  }
  const server = recovery?.importServer ?? wholeImport(model);
  if (server) {
    return server.serverName ?? `${identity.name}-import`;
  }
  const archive = recovery?.archive;
  if (archive === undefined) {
    return undefined;
  }
  // The members of a pair have their own names here, and a cluster may be made of an archive of its namesake, in whose place it may not be named.
  const taken = [identity.name, pair?.other];
  const folder = serverName(archive, recoveredArchive(model)?.repository ?? {});
  return [archive.cluster.name, folder].find((each) => !taken.includes(each)) ?? `${identity.name}-origin`;
}

/** What the cluster was made of, where it was made of something that it does not follow. */
function originEntries(model: ClusterModel, settings: Settings): ClusterSpecExternalClusters[] {
  const name = originName(model);
  if (name === undefined) {
    return [];
  }
  const { recovery, formerOrigin } = model;
  const cloned = (recovery ?? formerOrigin)?.cluster;
  const read = recoveredArchive(model);
  const server = recovery?.importServer ?? wholeImport(model);
  return [
    {
      name,
      ...(cloned && cloneSpec(cloned)),
      ...(server && importSpec(server)),
      ...(read && archiveSpec(read, settings)),
    },
  ];
}

/** The cluster that is followed, or that may be one day. */
function followedEntries(model: ClusterModel, settings: Settings): ClusterSpecExternalClusters[] {
  const name = followedName(model);
  if (name === undefined) {
    return [];
  }
  const read = followedArchive(model);
  const { login, source } = model.replica ?? {};
  const streaming = source?.primaryAddress;
  return [
    {
      name,
      ...(streaming && (login ? foreignSpec(streaming, login) : streamingSpec(streaming))),
      ...(read && archiveSpec(read, settings)),
    },
  ];
}

/** Members of a pair know themselves by name, too. */
function ownEntries({ identity, pair, backup }: ClusterModel, settings: Settings): ClusterSpecExternalClusters[] {
  const [repository] = backup?.repositories ?? [];
  return pair && backup && repository
    ? [{ name: identity.name, ...archiveSpec({ storeName: storeName(backup), archive: backup, repository }, settings) }]
    : [];
}

/** How an archive is read. */
const archiveSpec = (read: ReadArchive, settings: Settings): Omit<ClusterSpecExternalClusters, 'name'> =>
  isInTree(settings) ? { barmanObjectStore: inTreeSource(read) } : { plugin: pluginSpec(read) };

/** By the plugin; it is another entry of it that writes. */
function pluginSpec({ storeName: barmanObjectName, archive, repository }: ReadArchive): ClusterSpecExternalClustersPlugin {
  return {
    name: BARMAN_PLUGIN,
    enabled: true,
    isWalArchiver: false,
    parameters: { barmanObjectName, serverName: serverName(archive, repository) },
  };
}

type Connection = Omit<ClusterSpecExternalClusters, 'name'>;

/** The source lets the replication role in by client certificate only. */
function cloneSpec(source: IClusterAddress): Connection {
  const { identity, primary } = source;
  // It is a cluster of this program, which knows where its certificates come from.
  const { tls = ClusterTls.operatorGenerated() } = source as Partial<{ readonly tls: ClusterTls }>;
  return streamingSpec({
    clusterName: identity.name,
    host: primary.host,
    port: primary.port,
    certificateSecret: replicationCertificate(identity, tls),
    ca: serverCa(identity, tls),
  });
}

/** A primary of another operator, whose certificate is verified where its CA comes with that of the role. */
function foreignSpec({ host, port }: StreamingSourceOptions, login: StreamingLogin): Connection {
  const { user, password, certificateSecret: name, ca, sslMode: sslmode = name ? 'verify-ca' : 'require' } = login;
  const file = (key: string) => (name === undefined ? undefined : { name, key });
  return {
    connectionParameters: { host, port: String(port ?? POSTGRES_PORT), user, dbname: 'postgres', sslmode },
    password: password && { name: password.name, key: password.key },
    sslCert: file('tls.crt'),
    sslKey: file('tls.key'),
    sslRootCert: file('ca.crt') ?? (ca && { name: ca.name, key: ca.key }),
  };
}

function streamingSpec({ clusterName, host, port, certificateSecret, ca }: StreamingSourceOptions): Connection {
  const certificate = certificateSecret ?? replicationSecret(clusterName);
  return {
    connectionParameters: {
      host,
      port: String(port ?? POSTGRES_PORT),
      user: 'streaming_replica',
      dbname: 'postgres',
      sslmode: sslMode(clusterName, host),
    },
    sslCert: { name: certificate, key: 'tls.crt' },
    sslKey: { name: certificate, key: 'tls.key' },
    sslRootCert: { name: ca?.name ?? caSecret(clusterName), key: ca?.key ?? 'ca.crt' },
  };
}

/**
 * The certificate of a server has the names of its services. Under another name, that of a load balancer, it is recognized by its CA,
 * which signs for one cluster alone.
 */
function sslMode(clusterName: string, host: string): string {
  return ['rw', 'r', 'ro'].some((service) => `${host}.`.startsWith(`${clusterName}-${service}.`)) ? 'verify-full' : 'verify-ca';
}

function importSpec({ host, port, user, database = 'postgres', password, ca }: LogicalImportOptions): Connection {
  return {
    connectionParameters: {
      host,
      port: String(port ?? POSTGRES_PORT),
      user,
      dbname: database,
      sslmode: ca === undefined ? 'require' : 'verify-full',
    },
    password: { name: password.name, key: password.key },
    sslRootCert: ca && { name: ca.name, key: ca.key },
  };
}
