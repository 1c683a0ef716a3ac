import { ClusterSpec } from '../../../../imports/cnpg/cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { follows } from '../../../model/standing';
import { suppliedSecret } from './database-plan';

/** Written out where the superuser stays in, too. A follower has the password of its source, and no Secret of its own to be held against it. */
export function superuserSpec(model: ClusterModel): Pick<ClusterSpec, 'enableSuperuserAccess' | 'superuserSecret'> {
  const { superuser, identity } = model;
  if (superuser === undefined || follows(model)) {
    return { enableSuperuserAccess: false };
  }
  const secret = suppliedSecret(identity, superuser);
  return { enableSuperuserAccess: true, superuserSecret: secret === undefined ? undefined : { name: secret } };
}
