import { Alert } from '../../model/alert';
import { AlertPage, LOGS, OPERATOR_LOGS, PODS, STATE, ask, run, say } from './page';

/** Pages of the alerts about who answers and who writes. */
export const STATE_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.METRICS_ABSENT,
    meaning:
      'No instance of the cluster has answered to Prometheus for five minutes. Either all of them are gone, or nobody can see whether they are.',
    stake: 'If they are gone, applications are down. If they are not, no other alert of this cluster can fire, whatever happens to it.',
    look: [
      PODS,
      say(
        'If pods run: open the targets page of Prometheus and look for this cluster. A target that is missing is one that no PodMonitor chooses, or whose PodMonitor no Prometheus chooses. A target that is down says why.',
      ),
      say(
        'If the target says that it timed out: the NetworkPolicy lets in the namespace that `network.monitoringNamespace` names. Is that where Prometheus runs?',
      ),
      ask('Does PostgreSQL answer?', 'SELECT now(), pg_is_in_recovery()'),
    ],
    act: [
      say('Pods that are pending: their events say which node, volume or quota is missing.'),
      say(
        'Pods that run without a target: set `monitoring.labels` to what your Prometheus selects, or `network.monitoringNamespace` to where it runs.',
      ),
      OPERATOR_LOGS,
    ],
    avoid: ['Do not delete volumes, nor the cluster object, to begin anew: the volumes are the data.'],
  },
  {
    alert: Alert.METRICS_FAILING,
    meaning: 'The exporter of an instance answers, but for 15 minutes a part of its queries has failed, while PostgreSQL is up.',
    stake: 'Some metrics are missing, so that some alerts cannot fire. Which, the log says.',
    look: [
      run('What the instances say; the exporter is another container of the same pods where it is not the instance itself:', 'logs'),
      ask('Has the role of the exporter what it needs?', "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'pg_monitor', 'MEMBER')"),
    ],
    act: [
      say('A query of your own that fails: correct it in `monitoring.queries`. Grant the monitoring role what it has to read.'),
      say('A cluster that follows another one has the passwords of that one: copy the Secret of the monitoring role from there.'),
    ],
    avoid: ['Do not give the role of the exporter more than `pg_monitor` and what single queries read.'],
  },
  {
    alert: Alert.NO_PRIMARY,
    meaning: 'Instances answer to Prometheus, and none of them has taken writes for a minute.',
    stake: 'Applications cannot write. They may read from replicas.',
    look: [PODS, STATE, LOGS, OPERATOR_LOGS],
    act: [
      say(
        'A failover takes seconds to a minute. If it goes on, the logs say what it waits for: a replica that is too far behind, a volume that is full, an API server that does not answer.',
      ),
      say('A full volume: make `storage.size` larger in the program. Most storage grows under running pods.'),
      say('Replicas that are too far behind to be promoted by themselves: choose one, knowing what is lost.'),
      run('Make one of them the primary:', 'switchover'),
    ],
    avoid: [
      'Do not delete the volume of the old primary before another instance takes writes: it may hold what no replica has.',
      'Do not restart everything at once: an instance that recovers loses its progress.',
    ],
  },
  {
    alert: Alert.SEVERAL_PRIMARIES,
    meaning: 'More than one instance says that it takes writes, for two minutes.',
    stake: 'Two histories of the data. What is written to the instance that becomes a replica again is gone.',
    look: [PODS, STATE, ask('Which timeline does the primary of the service have?', 'SELECT pg_walfile_name(pg_current_wal_lsn())')],
    act: [
      say('Stop applications from writing, or find out which of the instances the service leads to: that one they write to.'),
      say('Keep the volume of the other one until somebody has looked at what was written to it.'),
      run('Then make the other one anew:', 'rebuild'),
    ],
    avoid: ['Do not let the operator rewind the other instance before you know that nobody wrote to it.'],
  },
  {
    alert: Alert.INSTANCE_DOWN,
    meaning: 'Fewer instances answer than the program asks for, for five minutes.',
    stake: 'The cluster may not survive the loss of another one. With synchronous replication commits may wait.',
    look: [PODS, STATE, LOGS, say('Pods that are pending or restarted: `kubectl describe pod` says why.')],
    act: [
      say('A node that is gone: the pod comes back elsewhere if its volume can follow. A volume of one zone cannot.'),
      run('A replica whose data is damaged or whose WAL is gone: make it anew.', 'rebuild'),
      say(
        'In a cluster that follows another one, on operators with an exporter of their own: the exporter may have the wrong password. Copy the Secret of its role from the cluster that is followed.',
      ),
    ],
    avoid: ['Do not lower `instances` to silence the alert: the operator removes a volume with it.'],
  },
  {
    alert: Alert.FAILOVER,
    meaning: 'Another instance became the primary within the last 15 minutes.',
    stake:
      'Nothing any more: connections to the old primary broke, and applications that do not try again had errors. With asynchronous replication the last transactions may be lost.',
    look: [STATE, OPERATOR_LOGS, LOGS],
    act: [
      say('If somebody asked for it, or an update did, there is nothing to do.'),
      say('If not, the logs of the old primary say why: out of memory, a node that went away, a health check that timed out.'),
    ],
    avoid: ['Do not switch back only to have the old order: every switchover breaks connections.'],
  },
  {
    alert: Alert.OPERATOR_ABSENT,
    meaning: 'No pod of the operator has been ready for 15 minutes, says kube-state-metrics.',
    stake:
      'Databases go on. Nothing that is changed in the manifests happens, no backup is started where the operator starts them, and where it decides on failovers there is none.',
    look: [say('The pods of the operator, in its namespace: `kubectl get pods --namespace=<namespace of the operator>`.'), OPERATOR_LOGS],
    act: [say('Bring it back: its Deployment, its image, its webhook certificate, its rights.')],
    avoid: ['Do not remove its custom resource definitions: with them go all clusters.'],
  },
];
