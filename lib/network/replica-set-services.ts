import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { POSTGRES_PORT, replicaSetService } from '../model/service-address';
import { IReplicaSetOperator } from '../operators/replica-set-contract';
import { Manifest } from '../private/manifest';

/** Prints a Service for each replica set, by which those of its instances are read that are no primary. */
export function bindReplicaSets(scope: Construct, { identity, replicaSets }: ClusterModel, operator: IReplicaSetOperator): void {
  replicaSets.forEach(({ name }, i) => {
    new Manifest(scope, `ReplicaSet-${i + 1}`, {
      gvk: { apiVersion: 'v1', kind: 'Service' },
      metadata: { name: replicaSetService(identity.name, name), namespace: identity.namespace },
      spec: () => ({
        type: 'ClusterIP',
        selector: operator.replicaSetPods(identity, name),
        ports: [{ name: 'postgres', port: POSTGRES_PORT, targetPort: POSTGRES_PORT, protocol: 'TCP' }],
      }),
    });
  });
}
