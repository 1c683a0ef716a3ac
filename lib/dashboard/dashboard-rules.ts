import { Rule } from '../private/rules';

/** A dashboard, as far as its rules ask. */
export interface DashboardContext {
  readonly uid: string;
  readonly title: string;
  readonly labels: { readonly [key: string]: string };
  readonly folder?: string;
  readonly folderAnnotation?: string;
  /** Paths of other dashboards of the same uid. */
  readonly namesakes: readonly string[];
  /** Paths of other dashboards of the same title in the same folder. */
  readonly twins: readonly string[];
}

/** @see https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#identifier-id-vs-unique-identifier-uid */
const UID = /^[A-Za-z0-9_-]{1,40}$/;

/** What is wrong with a dashboard, on every operator. */
export const DASHBOARD_RULES: readonly Rule<DashboardContext>[] = [
  {
    id: 'MON-020',
    summary: 'the uid of a dashboard is one of Grafana',
    why: 'Grafana would not load the dashboard',
    check: ({ uid }) => (UID.test(uid) ? undefined : `'uid' must be at most 40 letters, digits, '-' and '_', got '${uid}'`),
  },
  {
    id: 'MON-021',
    summary: 'each dashboard has a uid of its own',
    why: 'Grafana would load none of them, or now this one and now that one',
    check: ({ uid, namesakes }) =>
      namesakes.map((path) => `'${path}' is a dashboard of the uid '${uid}' too; give one of them another 'uid'`),
  },
  {
    id: 'MON-022',
    summary: 'a dashboard has a title',
    why: 'Grafana would not load the dashboard',
    check: ({ title }) => (title.trim() === '' ? `'title' is empty; write what the dashboard shows` : undefined),
  },
  {
    id: 'MON-023',
    summary: 'a dashboard has a label that Grafana finds it by',
    why: 'nobody would ever load it',
    check: ({ labels }) =>
      Object.keys(labels).length === 0
        ? `'labels' has none; write the one that the sidecar of Grafana looks for, such as { grafana_dashboard: '1' }`
        : undefined,
  },
  {
    id: 'MON-024',
    summary: 'the folder of a dashboard is a folder below that of the sidecar',
    why: 'the sidecar of Grafana would write somewhere else, where Grafana does not look, or the annotation would say nothing',
    check: ({ folder, folderAnnotation }) =>
      folder === undefined
        ? folderAnnotation && `'folderAnnotation' means nothing without 'folder'; write both or none`
        : folder.trim() === '' || folder.startsWith('/') || folder.split('/').includes('..')
          ? `'folder' must be a name such as 'Databases', with no '/' in front and no '..' in it, got '${folder}'`
          : undefined,
  },
  {
    id: 'MON-025',
    summary: 'each dashboard of a folder has a title of its own',
    why: 'Grafana does not load files with dashboards of the same title in the same folder',
    check: ({ title, twins, namesakes }) =>
      // Those of one uid are told already.
      twins
        .filter((path) => !namesakes.includes(path))
        .map((path) => `'${path}' is a dashboard of the title '${title}' in the same folder; give one of them another 'title' or 'folder'`),
  },
];
