import { DashboardOptions, FleetDashboard } from '../../lib';
import { DASHBOARD_RULES } from '../../lib/dashboard/dashboard-rules';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

/** What the dashboard says, and what another one of the app says. */
type Given = readonly [DashboardOptions, DashboardOptions?];

const CASES: readonly RuleCase<Given>[] = [
  {
    rule: 'MON-020',
    broken: [{ name: 'dashboard', uid: 'our databases' }],
    says: `'uid' must be at most 40 letters, digits, '-' and '_', got 'our databases' (Grafana would not load the dashboard)`,
    kept: [{ uid: 'our-databases' }],
  },
  {
    rule: 'MON-020',
    of: 'length',
    broken: [{ uid: 'x'.repeat(41) }],
    says: `'uid' must be at most 40 letters, digits, '-' and '_', got '${'x'.repeat(41)}'`,
    kept: [{ uid: 'x'.repeat(40) }],
  },
  {
    rule: 'MON-021',
    broken: [{ name: 'one' }, { name: 'two', title: 'Two' }],
    says: [
      `'test/other' is a dashboard of the uid 'cdk8s-postgres-fleet' too; give one of them another 'uid' (Grafana would load none of them, or now this one and now that one)`,
      `[test/other] [MON-021] 'test/fleet' is a dashboard of the uid 'cdk8s-postgres-fleet' too; give one of them another 'uid' (Grafana would load none of them, or now this one and now that one)`,
    ],
    kept: [{}, { uid: 'two', title: 'Two' }],
  },
  {
    rule: 'MON-022',
    broken: [{ title: ' ' }],
    says: `'title' is empty; write what the dashboard shows (Grafana would not load the dashboard)`,
    kept: [{ title: 'Our databases' }],
  },
  {
    rule: 'MON-023',
    broken: [{ labels: {} }],
    says: `'labels' has none; write the one that the sidecar of Grafana looks for, such as { grafana_dashboard: '1' } (nobody would ever load it)`,
    kept: [{ labels: { dashboards: '' } }],
  },
  {
    rule: 'MON-024',
    broken: [{ folder: '/etc' }],
    says: `'folder' must be a name such as 'Databases', with no '/' in front and no '..' in it, got '/etc' (the sidecar of Grafana would write somewhere else, where Grafana does not look, or the annotation would say nothing)`,
    kept: [{ folder: 'Databases/PostgreSQL' }],
  },
  {
    rule: 'MON-024',
    of: 'above',
    broken: [{ folder: 'a/../../b' }],
    says: `'folder' must be a name such as 'Databases', with no '/' in front and no '..' in it, got 'a/../../b'`,
    kept: [{ folder: 'a..b' }],
  },
  {
    rule: 'MON-024',
    of: 'no folder',
    broken: [{ folderAnnotation: 'folder' }],
    says: `'folderAnnotation' means nothing without 'folder'; write both or none`,
    kept: [{ folderAnnotation: 'folder', folder: 'Databases' }],
  },
  {
    rule: 'MON-025',
    broken: [{}, { uid: 'two' }],
    says: [
      `'test/other' is a dashboard of the title 'PostgreSQL fleet' in the same folder; give one of them another 'title' or 'folder' (Grafana does not load files with dashboards of the same title in the same folder)`,
      `[test/other] [MON-025] 'test/fleet' is a dashboard of the title 'PostgreSQL fleet' in the same folder; give one of them another 'title' or 'folder' (Grafana does not load files with dashboards of the same title in the same folder)`,
    ],
    kept: [{}, { uid: 'two', folder: 'Databases' }],
  },
];

describeRules(CASES, {
  rules: DASHBOARD_RULES,
  place: 'test/fleet',
  program:
    ([options, other]) =>
    (chart) => {
      new FleetDashboard(chart, 'fleet', options);
      if (other) {
        new FleetDashboard(chart, 'other', other);
      }
    },
  prints: (manifests) => expect(manifests.map(({ kind }) => kind)).toContain('ConfigMap'),
});

everyRuleHasACase(DASHBOARD_RULES, CASES);
