import { ClusterModel } from '../model/cluster-model';
import { MigrationSideModel, StreamingRole } from '../model/migration-model';
import { mebibytes } from '../model/quantity';
import { ReplicaModel, StreamingLogin } from '../model/recovery-model';
import { ReplicaSource } from '../model/replica-source';
import { OperatorFacts } from '../operators/contract';
import { COMPARED_PARAMETERS, unsaidParameter } from '../origin/copy-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MigrationModel } from './migration-model';

/** WAL that a primary keeps for followers without a slot. */
export const WAL_KEEP = 'wal_keep_size';

/** Steps from which on applications use a target that has the files of its source. */
export const PROMOTED: readonly string[] = ['promote', 'retire'];

/** What a physical migration makes of its source: it lets the target in, and keeps WAL for it. */
export const streamedSide = ({ plan, walLimit }: MigrationModel): Pick<MigrationSideModel, 'admits' | 'parameters'> => ({
  admits: plan.streamingRole,
  parameters: walLimit ? { [WAL_KEEP]: `${mebibytes(walLimit)}MB` } : {},
});

/** What a physical migration makes of its target: a follower until it is promoted, with no less than what PostgreSQL compares. */
export const followingSide = (
  migration: MigrationModel,
  target: IHaCluster,
  source: IHaCluster,
  said: { readonly source?: ClusterModel; readonly target?: ClusterModel },
): Pick<MigrationSideModel, 'replica' | 'ownFiles' | 'parameters'> => ({
  replica: followed(migration, target, source, said.source),
  ownFiles: migration.plan.target.ownFiles,
  parameters: Object.fromEntries(
    (target.operator.migrations?.liftsParameters ? [] : Object.keys(COMPARED_PARAMETERS)).flatMap((name) => {
      const [theirs, ours] = [parameterOf(name, source.operator.facts, said.source), parameterOf(name, target.operator.facts, said.target)];
      return theirs !== undefined && (ours === undefined || Number(ours) < Number(theirs)) ? [[name, theirs]] : [];
    }),
  ),
});

/** A parameter as a cluster has it; undefined where only its operator knows. */
export function parameterOf(name: string, facts: OperatorFacts, model: ClusterModel | undefined): string | undefined {
  return model?.parameters[name] ?? unsaidParameter(name, facts)?.toString();
}

function followed({ method, step }: MigrationModel, target: IHaCluster, source: IHaCluster, said: ClusterModel | undefined): ReplicaModel {
  const { clusterName, primary, operator } = source;
  const theirs = target.operator.migrations?.streamsAsAnyRole ? operator.migrations : undefined;
  return {
    source: ReplicaSource.streaming({ clusterName, host: primary.host, port: primary.port }),
    promoted: PROMOTED.includes(step.kind) || step.giveUpOptions?.afterPromote === true,
    login:
      theirs && said && streamingLogin(theirs.streamingRole, method.physicalOptions?.replicationSecret ?? theirs.streamingSecretName(said)),
  };
}

const streamingLogin = ({ name: user, byCertificate }: StreamingRole, secret: string): StreamingLogin =>
  byCertificate ? { user, certificateSecret: secret } : { user, password: { name: secret, key: 'password' } };
