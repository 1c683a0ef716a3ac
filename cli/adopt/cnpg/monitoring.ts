import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, list, map } from '../program/expression';
import { Row } from '../program/program';
import { given, plain, row } from '../shared/values';

const STEP = ['action', 'sourceLabels', 'separator', 'regex', 'targetLabel', 'replacement', 'modulus'];

/** Steps of relabeling, whose fields are called as the props are. */
const steps = (json: Json | undefined): Expression | undefined => {
  const items = listOf(json).map((one) => map(Object.fromEntries(STEP.map((field) => [field, given(at(one, field))]))));
  return items.length > 0 ? list(items) : undefined;
};

/** Queries of the operator stand in front of every list, by its webhook. */
const DEFAULT_QUERIES = 'cnpg-default-monitoring';

const keys = (json: Json | undefined): Expression | undefined => {
  const items = listOf(json)
    .filter((one) => textOf(at(one, 'name')) !== DEFAULT_QUERIES)
    .map((one) => map({ name: given(at(one, 'name')), key: given(at(one, 'key')) }));
  return items.length > 0 ? list(items) : undefined;
};

/** What the Cluster itself says of its metrics. */
export const monitoringRows = (monitoring: Json | undefined): Row[] => [
  ...plain('operator.monitoring.podMonitor', at(monitoring, 'enablePodMonitor')),
  ...row('operator.monitoring.relabelings', steps(at(monitoring, 'podMonitorRelabelings'))),
  ...row('operator.monitoring.metricRelabelings', steps(at(monitoring, 'podMonitorMetricRelabelings'))),
  ...row('operator.monitoring.queriesConfigMaps', keys(at(monitoring, 'customQueriesConfigMap'))),
  ...row('operator.monitoring.queriesSecrets', keys(at(monitoring, 'customQueriesSecret'))),
  ...plain('operator.monitoring.defaultQueriesDisabled', at(monitoring, 'disableDefaultQueries')),
];
