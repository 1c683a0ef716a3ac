import { ClusterModel } from '../../../model/cluster-model';
import { accessLines } from '../../shared/hba-lines';
import { POOLER } from '../names';

// The method `md5` takes both kinds of stored passwords: the SCRAM verifiers that version 2.0 of the operator writes and the MD5 hashes of
// 1.15. The method `scram-sha-256` would lock out every role that an older operator created.
const PASSWORD = 'md5';

const LOCAL_LINES = [
  'local all all trust',
  `host all all 127.0.0.1/32 ${PASSWORD}`,
  `host all all ::1/128 ${PASSWORD}`,
  'local replication standby trust',
];
const REMOTE_LINES = [`hostssl replication standby all ${PASSWORD}`, `hostssl all postgres all ${PASSWORD}`];
const POOLER_LINE = `hostssl all ${POOLER} all ${PASSWORD}`;
const LAST_LINES = ['hostnossl all all all reject', `hostssl all all all ${PASSWORD}`];

/**
 * pg_hba.conf: what the scripts of the image, the replicas, the operator and the pooler need, then the user's lines and rules, then the
 * last lines that Spilo has as well; where there are rules they refuse everybody else before these. The operator and pg_rewind come as
 * `postgres` over the network.
 *
 * @param model the cluster
 * @param rotated roles whose logins get new names; each login is a member of its role, so that a rule for the role is one for its members
 */
export function hbaLines(model: ClusterModel, rotated: readonly string[]): string[] {
  const roles = model.roles.map((role) => (rotated.includes(role.name) ? { ...role, login: false } : role));
  return [
    ...LOCAL_LINES,
    ...REMOTE_LINES,
    ...(model.pools.length > 0 ? [POOLER_LINE] : []),
    ...model.hbaRules,
    ...accessLines({ ...model, roles }, PASSWORD),
    ...LAST_LINES,
  ];
}
