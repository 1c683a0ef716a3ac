import { at, Json } from '../../values/json';
import { member } from '../program/expression';
import { Row } from '../program/program';
import { rangesRow } from '../shared/services';
import { plain, row } from '../shared/values';

const SERVICES: { readonly [service: string]: string } = {
  primary: 'Master',
  replicas: 'Replica',
  primaryPool: 'MasterPooler',
  replicaPool: 'ReplicaPooler',
};

/** Where the cluster and its pools are reached. */
export const serviceRows = (spec: Json | undefined): Row[] => [
  ...Object.entries(SERVICES).flatMap(([service, field]) =>
    at(spec, `enable${field}LoadBalancer`) === true
      ? row(`operator.services.${service}`, member('ServiceKind.LOAD_BALANCER'))
      : at(spec, `enable${field}NodePort`) === true
        ? row(`operator.services.${service}`, member('ServiceKind.NODE_PORT'))
        : at(spec, `enable${field}LoadBalancer`) === false
          ? row(`operator.services.${service}`, member('ServiceKind.CLUSTER_IP'))
          : [],
  ),
  ...rangesRow('operator.services.sourceRanges', at(spec, 'allowedSourceRanges')),
  ...plain('operator.services.annotations', at(spec, 'serviceAnnotations')),
  ...plain('operator.services.primaryAnnotations', at(spec, 'masterServiceAnnotations')),
  ...plain('operator.services.replicaAnnotations', at(spec, 'replicaServiceAnnotations')),
];
