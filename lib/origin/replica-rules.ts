import { followedForMigration } from '../model/migrated';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { OriginContext, clusterNameProblem, hostProblems } from './origin-context';
import { referenceProblems } from '../private/secret-names';

/** What holds for a replica cluster on every operator. */
export const REPLICA_RULES: readonly Rule<OriginContext>[] = [
  {
    id: 'REP-001',
    summary: 'a replica cluster has no other origin than its source',
    why: 'it is made of its source, so the other origin would be ignored',
    check: ({ model }) => {
      const { replica, recovery, formerOrigin } = model;
      const kind = (recovery ?? formerOrigin)?.kind;
      // Rule MIG-045 speaks of a cluster that follows for a migration.
      return replica && kind && !followedForMigration(model)
        ? `'recovery' must not be given for a ReplicaCluster, got '${kind}'; leave it out`
        : undefined;
    },
  },
  {
    id: 'REP-002',
    summary: 'a streaming source has a name, a host and a port, and references to its certificates',
    why: 'the replica would wait for ever for a primary that cannot exist',
    check: ({ model: { replica } }) => {
      const streaming = replica?.source.primaryAddress;
      return (
        streaming && [
          ...clusterNameProblem('source.clusterName', streaming.clusterName),
          ...hostProblems('source', streaming.host, streaming.port),
          ...referenceProblems(
            [
              ['source.certificateSecret', streaming.certificateSecret],
              ['source.ca.name', streaming.ca?.name],
            ],
            [['source.ca.key', streaming.ca?.key]],
          ),
        ]
      );
    },
  },
  {
    id: 'REP-003',
    summary: 'both ways to a source lead to the same cluster',
    why: 'the replica would find the WAL of another database system, and stop',
    check: ({ model: { replica } }) => {
      const { sourceArchive: archive, primaryAddress: streaming } = replica?.source ?? {};
      return archive && streaming && archive.cluster.name !== streaming.clusterName
        ? `'source' must lead to one cluster, got the archive of '${archive.cluster.name}' and the primary of '${streaming.clusterName}'`
        : undefined;
    },
  },
  {
    id: 'REP-004',
    summary: 'a replica cluster has another name than its source',
    why: 'the members of a pair know each other by name, and the archive of the one would be that of the other',
    check: ({ model: { replica, identity } }) =>
      replica?.source.clusterName === identity.name
        ? `'clusterName' must not be that of the source, got '${identity.name}'; write for example '${identity.name}-dr'`
        : undefined,
  },
  {
    id: 'REP-005',
    summary: 'a replica cluster is promoted by a pair where its source is an object of the app',
    why: 'the source would go on as a primary, and both would take writes',
    check: ({ model, followed }) => {
      const { replica, pair } = model;
      const source = followed.join(', ');
      if (replica === undefined || source === '') {
        return undefined;
      }
      if (pair === undefined) {
        return writes(model)
          ? `'promoted' must not be given while ${source} is a primary; write new ClusterPair(..., { primary, replica, step: PairStep.promote() }), or take the source out of the program`
          : undefined;
      }
      // The pair that kept the old primary from writing is gone, and a new one says nothing of it.
      return writes(model) && pair.other !== replica.source.clusterName
        ? `a ReplicaCluster must not be the primary of a pair with '${pair.other}' while its source ${source} is a primary, too; take the source out of the program`
        : undefined;
    },
  },
];
