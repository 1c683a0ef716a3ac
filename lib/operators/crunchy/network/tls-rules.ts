import { ClusterModel } from '../../../model/cluster-model';
import { followedForMigration } from '../../../model/migrated';
import { follows } from '../../../model/standing';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

const NO_TRUST = 'instances would not trust each other, because the other certificate is signed by the CA of PGO';

/** What PGO gets wrong in certificates. */
export const TLS_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-059',
    summary: 'a replica cluster that streams has certificates of the CA of its source',
    why: 'it logs in with a certificate, and the CA of PGO is another one in each namespace',
    check: ({ model, settings: { tlsSecretName, replicationTlsSecretName } }) =>
      // Rules PGO-047 and PGO-080 speak of one Secret without the other, and rule MIG-044 of a target that follows for a migration.
      streams(model) &&
      !followedForMigration(model) &&
      model.tls._kind === 'operator' &&
      tlsSecretName === undefined &&
      replicationTlsSecretName === undefined
        ? `'tls' must be ClusterTls.certManager(...) or ClusterTls.fromSecrets(...) for a ReplicaCluster that streams, got none; write it for the source as well, with certificates of one CA, or write ReplicaSource.archive(...)`
        : undefined,
  },
  {
    id: 'PGO-080',
    summary: 'with a Secret for the server there is one for the replicas',
    why: NO_TRUST,
    check: ({ model: { tls } }) =>
      tls.secrets && tls.secrets.replicationSecret === undefined
        ? `'tls.replicationSecret' must be given together with 'tls.serverSecret', got none; write the name of a Secret with a certificate for '_crunchyrepl' of the same CA`
        : undefined,
  },
  {
    id: 'PGO-081',
    summary: 'cert-manager makes the certificate of the replicas too',
    why: NO_TRUST,
    check: ({ model: { tls } }) =>
      tls.issuance?.replicationCertificate === false ? `'tls.replicationCertificate' must not be false; leave it out` : undefined,
  },
  {
    id: 'PGO-082',
    summary: 'the CA is in the Secret of the server',
    why: 'PGO mounts one Secret, and without its CA no instance starts',
    check: ({ model: { tls } }) => {
      const { caSecret, serverSecret } = tls.secrets ?? {};
      return caSecret === undefined || caSecret === serverSecret
        ? undefined
        : `'tls.caSecret' must be '${serverSecret}' or none, got '${caSecret}'; put the CA into '${serverSecret}' as 'ca.crt'`;
    },
  },
  {
    id: 'PGO-083',
    summary: 'certificates come from the cluster or from the operator option, not from both',
    why: 'only those of the cluster would be used, whatever the option says',
    check: ({ model: { tls }, settings: { tlsSecretName, replicationTlsSecretName } }) =>
      tls._kind === 'operator'
        ? []
        : Object.entries({ tlsSecretName, replicationTlsSecretName })
            .filter(([, name]) => name !== undefined)
            .map(([option, name]) => `'operator.${option}' must not be given together with 'tls', got '${name}'; leave it out`),
  },
];

/** Whether a cluster follows another one by streaming. */
const streams = (cluster: ClusterModel): boolean => cluster.replica?.source.primaryAddress !== undefined && follows(cluster);
