import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, member, value } from '../program/expression';
import { Row } from '../program/program';
import { given, nonEmptyMap, row } from './values';

const KINDS: { readonly [kind: string]: string } = { ClusterIP: 'CLUSTER_IP', NodePort: 'NODE_PORT', LoadBalancer: 'LOAD_BALANCER' };
const TRAFFIC: { readonly [policy: string]: string } = { Cluster: 'CLUSTER', Local: 'LOCAL' };

/** What is said of a Service. */
export function serviceFields(service: Json | undefined): { readonly [option: string]: Expression | undefined } {
  const kind = KINDS[textOf(at(service, 'type')) ?? ''];
  const traffic = (field: string): Expression | undefined => {
    const policy = TRAFFIC[textOf(at(service, field)) ?? ''];
    return policy === undefined ? undefined : member(`ServiceTraffic.${policy}`);
  };
  return {
    kind: kind === undefined ? undefined : member(`ServiceKind.${kind}`),
    labels: given(nonEmptyMap(at(service, 'metadata', 'labels'))),
    annotations: given(nonEmptyMap(at(service, 'metadata', 'annotations'))),
    nodePort: given(at(service, 'nodePort') ?? at(listOf(at(service, 'ports'))[0], 'nodePort')),
    externalTraffic: traffic('externalTrafficPolicy'),
    internalTraffic: traffic('internalTrafficPolicy'),
  };
}

/** A Service of an operator as options of its factory. */
export const serviceRows = (path: string, service: Json | undefined): Row[] =>
  Object.entries(serviceFields(service)).flatMap(([option, said]) => row(`${path}.${option}`, said));

/** Who reaches a Service from outside: `allowed` where the manifest says so. */
export const rangesRow = (path: string, allowed: Json | undefined): Row[] =>
  listOf(allowed).length > 0 ? [{ path, value: value(allowed!) }] : [];
