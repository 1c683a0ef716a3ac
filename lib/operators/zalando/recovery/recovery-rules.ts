import { BackupTarget } from '../../../model/backup-target';
import { STALE_SOURCE, staleSource } from '../../shared/archive-places';
import { Rule } from '../../../private/rules';
import { archivePlaces } from '../backup/archive-place';
import type { ClusterContext } from '../rule-contexts';
import { ZalandoOptions } from '../options';
import { archiveRead } from './origins';
import { versionFacts } from '../versions';

/** Credentials that Spilo cannot read an archive with: what was given and what is needed, or undefined where they are others. */
const UNREADABLE: readonly ((target: BackupTarget, options: ZalandoOptions) => string | undefined)[] = [
  ({ bucket }) => {
    const role = bucket?.credentials.identity?.awsRoleArn;
    return (
      role &&
      `must have no role of its own, got '${role}'; write ObjectStoreCredentials.workloadIdentity(), and podRoleArn: '${role}' in PostgresOperator.zalando(...) if all clusters have it`
    );
  },
  ({ gcsBucket: gcs }) => {
    const account = gcs?.credentials.serviceAccount;
    return account && `must have no service account of its own, got '${account}'; write GcsCredentials.fromSecret(...)`;
  },
  ({ azureContainer: azure }) => {
    const id = azure?.credentials.clientId;
    return id && `must have no client id, got '${id}'; write AzureCredentials.fromSecret(...), or workloadIdentity() for that of the nodes`;
  },
  ({ gcsBucket: gcs }, options) => {
    const { version, gcsIdentity } = versionFacts(options);
    return gcs && gcs.credentials.secretName === undefined && gcs.credentials.serviceAccount === undefined && !gcsIdentity
      ? `must name a Secret on version ${version}, whose image loses the identity, got workload identity; write GcsCredentials.fromSecret(...)`
      : undefined;
  },
];

/** What this operator adds to the rules of what a cluster was made of or follows. */
export const ORIGIN_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-040',
    summary: 'a cluster is cloned in its own namespace',
    why: 'the operator looks for the service and the password of the source in the namespace of the new cluster, whose pods never start',
    check: ({ model: { recovery, identity } }) => {
      const source = recovery?.cluster?.identity;
      return source === undefined || source.namespace === identity.namespace
        ? undefined
        : `'recovery' must clone a cluster of the namespace '${identity.namespace}', got '${source.name}' of '${source.namespace}'; write RecoverySource.fromArchive(...)`;
    },
  },
  {
    id: 'ZAL-041',
    summary: 'an archive is read with keys, or with the identity that all clusters share',
    why: 'the image does not get into the archive, and tries again for ever',
    check: ({ model, settings }) => {
      const read = archiveRead(model);
      return (
        read &&
        UNREADABLE.flatMap((problemOf) => {
          const problem = problemOf(read.repository.target, settings);
          return problem ? [`'${read.prop}.archive.target.credentials' ${problem}`] : [];
        })
      );
    },
  },
  {
    id: 'ZAL-042',
    summary: 'a replica cluster does not live on an archive in Azure alone',
    why: 'the custom resource has no field for such an archive, and without any source it makes a cluster of its own that takes writes',
    check: ({ model }) =>
      model.replica !== undefined &&
      model.replica.source.primaryAddress === undefined &&
      archiveRead(model)?.repository.target.azureContainer
        ? `'source' must not be an archive in Azure alone, got ReplicaSource.archive(...); write ReplicaSource.streaming(...), or ReplicaSource.archiveAndStreaming(...) on version 2.0`
        : undefined,
  },
  { id: 'ZAL-043', ...STALE_SOURCE, check: ({ model }) => staleSource(model, archivePlaces) },
];
