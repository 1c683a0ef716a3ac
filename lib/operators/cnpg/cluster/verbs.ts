import { ClusterModel } from '../../../model/cluster-model';
import { IVerbOperator, ObjectChange } from '../../verb-contract';
import { API_GROUP, PLURAL } from '../access/access-facts';
import { applicationSecret } from '../names';

const hibernation = ({ identity: { name } }: ClusterModel, value: 'on' | null): ObjectChange => ({
  apiGroup: API_GROUP,
  resource: PLURAL,
  name,
  patch: JSON.stringify({ metadata: { annotations: { 'cnpg.io/hibernation': value } } }),
});

const madeAnew = (name: string): ObjectChange => ({ apiGroup: '', resource: 'secrets', name });

/** Annotation of a pod by which its volumes go too. The operator does not look at it on the primary. */
const UNRECOVERABLE = JSON.stringify({ metadata: { annotations: { 'alpha.cnpg.io/unrecoverable': 'true' } } });

const CHANGES: { readonly [verb: string]: (cluster: ClusterModel, about: string) => ObjectChange } = {
  sleep: (cluster) => hibernation(cluster, 'on'),
  // Gone, and not 'off': nothing stays that is not in the manifest.
  wake: (cluster) => hibernation(cluster, null),
  // The only one that the operator makes.
  'new-password': ({ identity }) => madeAnew(applicationSecret(identity)),
  'new-certificate': ({ identity }) => madeAnew(`${identity.name}-server`),
  'new-instance': (_, name) => ({ apiGroup: '', resource: 'pods', name, patch: UNRECOVERABLE }),
};

/** What is told to CloudNativePG by changes of its objects. */
export class CnpgVerbs implements IVerbOperator {
  public changeOf(verb: string, cluster: ClusterModel, about = ''): ObjectChange | undefined {
    return CHANGES[verb]?.(cluster, about);
  }
}
