import { at, Json, listOf, textOf } from '../../values/json';
import { member, value } from '../program/expression';
import { Row } from '../program/program';
import { nonEmptyMap, plain, row } from './values';

const KINDS: { readonly [kind: string]: string } = { ClusterIP: 'CLUSTER_IP', NodePort: 'NODE_PORT', LoadBalancer: 'LOAD_BALANCER' };
const TRAFFIC: { readonly [policy: string]: string } = { Cluster: 'CLUSTER', Local: 'LOCAL' };

/** A Service of an operator as options of its factory. */
export function serviceRows(path: string, service: Json | undefined): Row[] {
  if (service === undefined) {
    return [];
  }
  const kind = KINDS[textOf(at(service, 'type')) ?? ''];
  const traffic = (field: string) => {
    const policy = TRAFFIC[textOf(at(service, field)) ?? ''];
    return policy === undefined ? undefined : member(`ServiceTraffic.${policy}`);
  };
  return [
    ...row(`${path}.kind`, kind === undefined ? undefined : member(`ServiceKind.${kind}`)),
    ...plain(`${path}.labels`, nonEmptyMap(at(service, 'metadata', 'labels'))),
    ...plain(`${path}.annotations`, nonEmptyMap(at(service, 'metadata', 'annotations'))),
    ...plain(`${path}.nodePort`, at(service, 'nodePort')),
    ...row(`${path}.externalTraffic`, traffic('externalTrafficPolicy')),
    ...row(`${path}.internalTraffic`, traffic('internalTrafficPolicy')),
  ];
}

/** Who reaches a Service from outside: `allowed` where the manifest says so. */
export const rangesRow = (path: string, allowed: Json | undefined): Row[] =>
  listOf(allowed).length > 0 ? [{ path, value: value(allowed!) }] : [];
