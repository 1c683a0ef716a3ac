import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, list, map, member, value } from '../program/expression';
import { Row } from '../program/program';
import { row, scalar } from '../shared/values';
import { serviceFields } from '../shared/services';

const TARGETS: { readonly [selector: string]: string } = { rw: 'PRIMARY', ro: 'REPLICAS', r: 'ANY' };

const target = (json: Json | undefined): Expression | undefined => {
  const name = TARGETS[textOf(json) ?? ''];
  return name === undefined ? undefined : member(`CloudNativePgServiceTarget.${name}`);
};

const all = (items: readonly (Expression | undefined)[]): Expression | undefined =>
  items.length > 0 && items.every((one) => one !== undefined) ? list(items) : undefined;

/** A Service beside those of the operator. */
function additional(json: Json): Expression | undefined {
  const service = at(json, 'serviceTemplate');
  const to = target(at(json, 'selectorType'));
  return to === undefined
    ? undefined
    : map({
        name: scalar(at(service, 'metadata', 'name')),
        target: to,
        ...serviceFields({ ...(at(service, 'spec') as object), metadata: at(service, 'metadata') ?? {} }),
        sourceRanges:
          listOf(at(service, 'spec', 'loadBalancerSourceRanges')).length > 0
            ? value(at(service, 'spec', 'loadBalancerSourceRanges')!)
            : undefined,
        loadBalancerClass: scalar(at(service, 'spec', 'loadBalancerClass')),
        replacesOnUpdate: at(json, 'updateStrategy') === 'replace' ? value(true) : undefined,
      });
}

/** Services of a cluster of CloudNativePG. */
export const managedServiceRows = (services: Json | undefined): Row[] => [
  ...row('operator.services.disabled', all(listOf(at(services, 'disabledDefaultServices')).map(target))),
  ...row('operator.services.additional', all(listOf(at(services, 'additional')).map(additional))),
];
