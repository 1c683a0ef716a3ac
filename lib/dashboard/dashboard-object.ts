import { Construct } from 'constructs';
import { Finding } from '../model/finding';
import { Checks } from '../private/checks';
import { claim, rivals } from '../private/identities';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { DashboardOptions } from './dashboard-props';
import { DASHBOARD_RULES } from './dashboard-rules';
import { grafanaJson } from './grafana-json';
import { Dashboard } from './panel';

/** What kube-prometheus-stack looks for. */
const LABELS = { grafana_dashboard: '1' };
const FOLDER_ANNOTATION = 'grafana_folder';
const TAGS = ['postgresql'];

/** What a dashboard is called where its program does not say so, and what is in it. */
export interface DashboardPlan {
  readonly uid: string;
  readonly title: string;
  /** Asked when everything is known; nothing where there is nothing to show. */
  readonly draw: (facts: Pick<Dashboard, 'uid' | 'title' | 'tags'>) => Dashboard | undefined;
  readonly refusals?: () => Finding[];
}

/** Prints a dashboard as a ConfigMap, and answers with its uid. */
export function bindDashboard(scope: Construct, options: DashboardOptions, plan: DashboardPlan): string {
  const { uid = plan.uid, title = plan.title, folder, folderAnnotation } = options;
  const labels = { ...(options.labels ?? LABELS) };
  const tags = [...(options.tags ?? TAGS)];
  const places = [`dashboard ${uid}`, `dashboard in ${folder ?? ''}/${title}`] as const;
  places.forEach((place) => claim(scope, place));
  new Checks(scope, () => {
    const [namesakes, twins] = places.map((place) => rivals(scope, place)) as [string[], string[]];
    return {
      breaches: runRules(DASHBOARD_RULES, { uid, title, labels, folder, folderAnnotation, namesakes, twins }),
      refusals: plan.refusals?.() ?? [],
    };
  });
  new Manifest(scope, 'Resource', {
    gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: {
      name: options.name ?? uid.toLowerCase().replace(/_/g, '-'),
      namespace: options.namespace,
      labels,
      annotations: folder === undefined ? undefined : { [folderAnnotation ?? FOLDER_ANNOTATION]: folder },
    },
    // The sidecar puts the files of all ConfigMaps of a folder beside each other, so their names differ like the uids.
    data: () => {
      const dashboard = plan.draw({ uid, title, tags });
      return dashboard === undefined ? {} : { [`${uid}.json`]: `${JSON.stringify(grafanaJson(dashboard), null, 1)}\n` };
    },
  });
  return uid;
}
