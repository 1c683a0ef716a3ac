import { ClusterModel } from '../model/cluster-model';
import { MigrationSideModel, StreamingRole } from '../model/migration-model';
import { mebibytes } from '../model/quantity';
import { MigrationStep } from '../model/migration-step';
import { ReplicaModel, StreamingLogin } from '../model/recovery-model';
import { ReplicaSource } from '../model/replica-source';
import { COMPARED_PARAMETERS } from '../origin/copy-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { sslModeOf } from './migration-job';
import { MigrationModel, parameterOf } from './migration-model';
import { MigrationSource } from './migration-source';

/** WAL that a primary keeps for followers without a slot. */
export const WAL_KEEP = 'wal_keep_size';

/** Steps from which on applications use a target that has the files of its source. */
export const PROMOTED: readonly string[] = ['promote', 'retire'];

/** Whether a target that has the files of its source takes writes of its own. */
export const isPromoted = ({ kind, giveUpOptions }: MigrationStep): boolean =>
  PROMOTED.includes(kind) || giveUpOptions?.afterPromote === true;

/** What a target calls a source that has no name. */
const OUTSIDE = 'source';

/** What a physical migration makes of its source: it lets the target in, and keeps WAL for it. */
export const streamedSide = ({ plan, walLimit }: MigrationModel): Pick<MigrationSideModel, 'admits' | 'parameters'> => ({
  admits: plan.streamingRole,
  parameters: walLimit ? { [WAL_KEEP]: `${mebibytes(walLimit)}MB` } : {},
});

/** What a physical migration makes of its target: a follower until it is promoted, with no less than what PostgreSQL compares. */
export const followingSide = (
  migration: MigrationModel,
  target: IHaCluster,
  source: MigrationSource,
  said: { readonly source?: ClusterModel; readonly target?: ClusterModel },
): Pick<MigrationSideModel, 'replica' | 'ownFiles' | 'parameters'> => ({
  replica: followed(migration, target, source, said.source),
  ownFiles: migration.plan.target.ownFiles,
  parameters: Object.fromEntries(
    (target.operator.migrations?.liftsParameters ? [] : Object.keys(COMPARED_PARAMETERS)).flatMap((name) => {
      const theirs = source.haCluster && parameterOf(name, source.haCluster.operator.facts, said.source);
      const ours = parameterOf(name, target.operator.facts, said.target);
      return theirs !== undefined && (ours === undefined || Number(ours) < Number(theirs)) ? [[name, theirs]] : [];
    }),
  ),
});

function followed(
  { method, step, plan }: MigrationModel,
  target: IHaCluster,
  source: MigrationSource,
  said: ClusterModel | undefined,
): ReplicaModel {
  const { haCluster, server, host, port } = source;
  const theirs = target.operator.migrations?.streamsAsAnyRole ? haCluster?.operator.migrations : undefined;
  const { replicationSecret } = method.physicalOptions ?? {};
  return {
    source: ReplicaSource.streaming({ clusterName: haCluster?.clusterName ?? OUTSIDE, host, port }),
    promoted: isPromoted(step),
    login: server
      ? { ...streamingLogin(plan.streamingRole ?? NOBODY, replicationSecret ?? ''), ca: server.ca, sslMode: sslModeOf(server) }
      : theirs && said && streamingLogin(theirs.streamingRole, replicationSecret ?? theirs.streamingSecretName(said)),
  };
}

/** A target that cannot stream from outside, of which rule MIG-005 speaks. */
const NOBODY: StreamingRole = { name: '', byCertificate: false };

const streamingLogin = ({ name: user, byCertificate }: StreamingRole, secret: string): StreamingLogin =>
  byCertificate ? { user, certificateSecret: secret } : { user, password: { name: secret, key: 'password' } };
