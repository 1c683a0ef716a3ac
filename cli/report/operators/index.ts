import { Operator } from '../../effects/effect';
import { KubeObject } from '../../manifests/object';
import { cnpgFacts } from './cnpg';
import { crunchyFacts } from './crunchy';
import { Facts, Surroundings } from './facts';
import { zalandoFacts } from './zalando';

/** How the clusters of each operator are read. */
export const FACTS: { readonly [operator in Exclude<Operator, 'kubernetes'>]: (object: KubeObject, around: Surroundings) => Facts } = {
  cnpg: cnpgFacts,
  zalando: zalandoFacts,
  crunchy: crunchyFacts,
};
