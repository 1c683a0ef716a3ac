import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';
import { METRICS_ROLE } from './role';

/** What the Zalando operator gets wrong about metrics. */
export const MONITORING_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-195',
    summary: `no role of a cluster that is watched is called ${METRICS_ROLE}`,
    why: 'the exporter logs in as this role, and would have what the other one may do',
    check: ({ model: { monitoring, roles } }) =>
      monitoring.enabled && roles.some(({ name }) => name === METRICS_ROLE)
        ? `'roles' and owners of databases must not be '${METRICS_ROLE}', as which the exporter logs in; give the role another name`
        : undefined,
  },
];
