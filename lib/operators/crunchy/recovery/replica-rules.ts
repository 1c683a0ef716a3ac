import { DNS_SUBDOMAIN } from '../../../model/names';
import { follows } from '../../../model/standing';
import { STALE_SOURCE, staleSource } from '../../shared/archive-places';
import { Rule } from '../../../private/rules';
import { followedStore } from './origins';
import { ClusterContext } from '../rule-contexts';
import { STANZA } from '../names';
import { archivePlaces } from '../backup/store-spec';

const MAX_REPOSITORIES = 4;

const MIN_PORT = 1024;

/** What PGO refuses, ignores or gets wrong in a replica cluster. */
export const REPLICA_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-047',
    summary: 'there is a Secret for both certificates, or for none',
    why: 'instances would not trust each other, because the other certificate is signed by the CA of PGO',
    check: ({ settings: { tlsSecretName, replicationTlsSecretName } }) => {
      const names = Object.entries({ tlsSecretName, replicationTlsSecretName });
      const missing = names.find(([, name]) => name === undefined);
      const given = names.filter(([, name]) => name !== undefined);
      return [
        ...(missing && given.length > 0
          ? [`'operator.${missing[0]}' must be given together with 'operator.${given[0]![0]}', got none; write both or none`]
          : []),
        ...given.flatMap(([option, name]) =>
          DNS_SUBDOMAIN.test(name!) && name!.length <= 253 ? [] : [`'operator.${option}' must be the name of a Secret, got '${name}'`],
        ),
      ];
    },
  },
  {
    id: 'PGO-049',
    summary: `a replica cluster and its source have at most ${MAX_REPOSITORIES} repositories together`,
    why: `PGO knows repo1 to repo${MAX_REPOSITORIES}, and the archive of the source is the one behind its own`,
    check: ({ model }) => {
      const index = followedStore(model)?.index ?? 0;
      // Rule PGO-030 speaks of a policy that has more by itself.
      return index === MAX_REPOSITORIES + 1
        ? `'additionalRepositories' must be at most ${MAX_REPOSITORIES - 2} for a ReplicaCluster, got ${index - 2}; add the last one after the promotion`
        : undefined;
    },
  },
  {
    id: 'PGO-061',
    summary: `the port of a streaming source is at least ${MIN_PORT}`,
    why: 'the API server refuses the cluster object',
    check: ({ model: { replica } }) => {
      const port = replica?.source.primaryAddress?.port;
      return port === undefined || port >= MIN_PORT
        ? undefined
        : `'source.port' must be at least ${MIN_PORT}, got ${port}; let the load balancer of the source listen on another port`;
    },
  },
  {
    id: 'PGO-063',
    summary: 'a replica cluster takes no backup on demand and no restore in place until it is promoted',
    why: 'PGO would wait with it, and do it on the day of the promotion',
    check: ({ model }) =>
      follows(model)
        ? [
            ...model.onDemandBackups.map(
              ({ id }) =>
                `a cluster that follows another one must not have an OnDemandBackup, got '${id}'; write it for the source, or after the promotion`,
            ),
            ...(model.inPlaceRestore
              ? [
                  `a cluster that follows another one must not have an InPlaceRestore, got '${model.inPlaceRestore.id}'; restore the source, or write it after the promotion`,
                ]
              : []),
          ]
        : undefined,
  },
  {
    id: 'PGO-123',
    summary: `a replica cluster follows the stanza '${STANZA}'`,
    why: 'the repository that it follows is one of its own, where PGO has no field for another stanza',
    check: ({ model }) => {
      const stanza = followedStore(model)?.stanza;
      return stanza === undefined || stanza === STANZA
        ? undefined
        : `'source' must be an archive with the stanza '${STANZA}', got '${stanza}'; write ReplicaSource.streaming(...), or restore from it with RecoverySource.fromArchive(...)`;
    },
  },
  { id: 'PGO-067', ...STALE_SOURCE, check: ({ model }) => staleSource(model, archivePlaces) },
];
