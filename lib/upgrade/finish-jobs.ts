import { Construct } from 'constructs';
import { MAX_CLUSTER_PART, SqlJob, sqlJobSpec } from '../access/sql-job';
import { writes } from '../model/standing';
import { Admission } from '../network/admission';
import { bindJobPolicy } from '../network/job-policy';
import { peerSpec } from '../network/peer';
import { POSTGRES_PORT } from '../model/service-address';
import { IClusterView } from '../operators/cluster-view';
import { shortHash } from '../private/hash';
import { Manifest } from '../private/manifest';
import { fromRegistry } from '../private/platform-facts';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { FINISH_SQL } from './finish-sql';
import { UPGRADE_LABEL } from './upgrade-label';

const SCRIPT = 'finish.sql';

/** Statistics of a large database take hours. */
const DEADLINE_SECONDS = 24 * 3600;

/**
 * Prints a Job for each database that makes its statistics and updates its extensions, as the superuser where the program lets
 * it in, else as the owner, with the policy of its pods. After pg_upgrade every extension belongs to the superuser, whoever created it.
 *
 * @param image image with `sh` and `psql`; that of the new version if absent
 */
export function bindFinishJobs(scope: Construct, cluster: IHaCluster, view: IClusterView, image?: string): void {
  const { identity, databases, roles, superuser, platform, upgrade } = view.model;
  const printedWhile = (): boolean => view.model.upgrade?.step._kind === 'finish' && writes(view.model);
  const labels = { [UPGRADE_LABEL]: identity.name };
  databases.forEach(({ name: database, owner }, i) => {
    const role = superuser ?? roles.find(({ name }) => name === owner)!;
    const job: SqlJob = {
      primary: cluster.primary,
      database,
      credentials: cluster.operator.roleSecret(identity, role),
      image: image ?? fromRegistry(platform.imageRegistry, `postgres:${upgrade!.to.major}`),
      settings: view.model,
      container: 'finish',
      script: SCRIPT,
      labels,
      deadlineSeconds: DEADLINE_SECONDS,
    };
    const digest = shortHash(JSON.stringify([FINISH_SQL, upgrade!.to.major, upgrade!.attempt, sqlJobSpec('', job)]));
    const name = `${identity.name.slice(0, MAX_CLUSTER_PART)}-finish-${digest}`;
    const metadata = { name, namespace: identity.namespace, labels };
    const data = () => ({ [SCRIPT]: FINISH_SQL });
    new Manifest(scope, `Script-${i + 1}`, { gvk: { apiVersion: 'v1', kind: 'ConfigMap' }, metadata, data, printedWhile });
    const spec = () => sqlJobSpec(name, job);
    new Manifest(scope, `Job-${i + 1}`, { gvk: { apiVersion: 'batch/v1', kind: 'Job' }, metadata, spec, printedWhile });
  });
  if (databases.length === 0) {
    return;
  }
  Admission.of(cluster)?.admit(() => (printedWhile() ? [peerSpec({ podLabels: labels })] : []));
  const instances = { podLabels: cluster.operator.podSelectors(identity).instances };
  const servers = [{ peers: [instances], ports: [POSTGRES_PORT] }];
  bindJobPolicy(scope, view.model, { name: 'finish', podLabels: labels, servers, printedWhile });
}
