import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { call, CDK8S, map, member } from '../program/expression';
import { Row } from '../program/program';
import { computeRows, number, plain, row, size } from '../shared/values';

/** The exporter: an empty one is one, too. */
export function exporterRows(exporter: Json | undefined): Row[] {
  if (!isMap(exporter)) {
    return [];
  }
  const queries = listOf(exporter.configuration).flatMap((one) => textOf(at(one, 'configMap', 'name')) ?? []);
  const said = [
    ...plain('operator.exporter.image', exporter.image),
    ...computeRows(exporter.resources, 'operator.exporter.compute'),
    ...(queries.length > 0 ? plain('operator.exporter.queriesConfigMaps', queries) : []),
  ];
  return said.length > 0 ? said : [{ path: 'operator.exporter', value: map({}) }];
}

const TIMES: { readonly [option: string]: string } = { ttl: 'leaderLeaseDurationSeconds', loopWait: 'syncPeriodSeconds' };

/** Fields of Patroni that PGO has names of its own for. */
export const patroniFields = (patroni: Json | undefined): Row[] => [
  ...Object.entries(TIMES).flatMap(([option, field]) => {
    const seconds = number(at(patroni, field));
    return row(
      `operator.patroni.${option}`,
      seconds === undefined ? undefined : call('Duration.seconds', [{ kind: 'value', value: seconds }], CDK8S),
    );
  }),
  ...row('operator.patroniLogging.storageLimit', size(at(patroni, 'logging', 'storageLimit'))),
  ...row(
    'operator.patroniLogging.level',
    textOf(at(patroni, 'logging', 'level')) === undefined
      ? undefined
      : member(`CrunchyPatroniLogLevel.${textOf(at(patroni, 'logging', 'level'))}`),
  ),
];
