import { ClusterModel } from '../../../model/cluster-model';
import { IVerbOperator, ObjectChange } from '../../verb-contract';
import { API_GROUP, PLURAL } from '../access/access-facts';
import { clusterCertificate, roleSecretName } from '../names';

const shutdown = ({ identity: { name } }: ClusterModel, value: true | null): ObjectChange => ({
  apiGroup: API_GROUP,
  resource: PLURAL,
  name,
  patch: JSON.stringify({ spec: { shutdown: value } }),
});

const madeAnew = (name: string): ObjectChange => ({ apiGroup: '', resource: 'secrets', name });

const CHANGES: { readonly [verb: string]: (cluster: ClusterModel, about: string) => ObjectChange } = {
  sleep: (cluster) => shutdown(cluster, true),
  // Gone, and not false: nothing stays that is not in the manifest.
  wake: (cluster) => shutdown(cluster, null),
  'new-password': ({ identity }, role) => madeAnew(roleSecretName(identity, role)),
  'new-certificate': ({ identity }) => madeAnew(clusterCertificate(identity)),
};

/** What is told to PGO by changes of its objects. */
export class CrunchyVerbs implements IVerbOperator {
  public changeOf(verb: string, cluster: ClusterModel, about = ''): ObjectChange | undefined {
    return CHANGES[verb]?.(cluster, about);
  }
}
