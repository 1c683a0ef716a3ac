// One view a question: each draws the clusters that are chosen.
const nothing = () => (report.isFiltered() ? 'Nothing fits the filter.' : 'There is none in this output.');

const clusterColumn = {
  label: 'Cluster',
  value: ({ cluster }) => `${report.place(cluster)}/${cluster.name}`,
  cell: ({ cluster }) => report.clusterLink(cluster),
};

const rowsOf = (clusters, listOf) => clusters.flatMap((cluster) => listOf(cluster).map((item) => ({ cluster, item })));

function clustersView(clusters) {
  const rows = clusters.map((cluster) => ({ cluster }));
  const column = (label, value, cell, number) => ({ label, value, cell, number });
  return report.table({
    id: 'Clusters',
    rows,
    empty: nothing(),
    columns: [
      clusterColumn,
      column(
        'Operator',
        ({ cluster }) => report.operator(cluster),
        ({ cluster }) => report.operator(cluster),
      ),
      column(
        'Version',
        ({ cluster }) => cluster.postgres ?? 0,
        ({ cluster }) => cluster.postgres && String(cluster.postgres),
        true,
      ),
      column(
        'Instances',
        ({ cluster }) => cluster.instances,
        ({ cluster }) => String(cluster.instances),
        true,
      ),
      column(
        'Zones',
        ({ cluster }) => report.zones(cluster) ?? '',
        ({ cluster }) => report.zones(cluster),
      ),
      column(
        'Memory',
        ({ cluster }) => cluster.totals.memory,
        ({ cluster }) => report.bytes(cluster.totals.memory),
        true,
      ),
      column(
        'Storage',
        ({ cluster }) => cluster.totals.storage,
        ({ cluster }) => report.bytes(cluster.totals.storage),
        true,
      ),
      column(
        'Apps',
        ({ cluster }) => bound(cluster).length,
        ({ cluster }) => String(bound(cluster).length),
        true,
      ),
      column(
        'Backups kept',
        ({ cluster }) => cluster.backups.retention.join(),
        ({ cluster }) => report.list(cluster.backups.retention),
      ),
      column(
        'Notes',
        ({ cluster }) => cluster.flags.join(),
        ({ cluster }) => report.tags(cluster.flags),
      ),
    ],
  });
}

/** Workloads that somebody else than this library has written. */
const bound = ({ applications }) => applications.filter(({ own }) => !own);

function backupsView(clusters) {
  return report.table({
    id: 'Backups',
    rows: clusters.map((cluster) => ({ cluster })),
    empty: nothing(),
    columns: [
      clusterColumn,
      { label: 'Archive', value: ({ cluster }) => cluster.backups.archives.join(), cell: ({ cluster }) => archives(cluster) },
      {
        label: 'Schedules',
        value: ({ cluster }) => cluster.backups.schedules.length,
        cell: ({ cluster }) => report.list(cluster.backups.schedules.map(schedule)),
      },
      {
        label: 'Kept',
        value: ({ cluster }) => cluster.backups.retention.join(),
        cell: ({ cluster }) => report.list(cluster.backups.retention),
      },
      {
        label: 'Restore drills',
        value: ({ cluster }) => cluster.backups.drills.length,
        cell: ({ cluster }) => report.list(cluster.backups.drills.map(schedule)),
      },
    ],
  });
}

const schedule = ({ what, when }) => [`${what} `, report.el('code', { class: 'nowrap' }, when)];

const archives = ({ backups, flags }) =>
  flags.includes('no backups') ? report.tag('no backups') : report.list(backups.archives.map((shown) => report.el('code', {}, shown)));

function networkView(clusters) {
  const free = clusters.filter(({ flags }) => flags.includes('no network policy'));
  return [
    free.length > 0
      ? report.el(
          'p',
          { class: 'quiet' },
          `${report.plural(free.length, 'cluster')} without a NetworkPolicy in this output: every pod reaches them as far as it says.`,
        )
      : undefined,
    report.table({
      id: 'Network',
      rows: rowsOf(clusters, ({ network }) => network),
      empty: nothing(),
      columns: [clusterColumn, ...report.edgeColumns],
    }),
  ];
}

/** Columns about rules of policies, here and on the page of a cluster. */
report.edgeColumns = [
  { label: 'Pods', value: ({ item }) => item.part, cell: ({ item }) => item.part },
  { label: 'Way', value: ({ item }) => item.direction, cell: ({ item }) => (item.direction === 'in' ? 'from' : 'to') },
  {
    label: 'Peers',
    value: ({ item }) => item.peers.join(),
    cell: ({ item }) => [report.list(item.peers), item.open ? report.tag('open to anybody') : undefined],
  },
  { label: 'Ports', value: ({ item }) => item.ports, cell: ({ item }) => item.ports },
  { label: 'Policy', value: ({ item }) => item.policy, cell: ({ item }) => report.el('span', { class: 'quiet' }, item.policy) },
];

/** Columns about workloads. */
report.applicationColumns = [
  {
    label: 'Workload',
    value: ({ item }) => item.name,
    cell: ({ item }) => [item.name, ' ', report.el('span', { class: 'quiet small' }, item.kind)],
  },
  { label: 'Namespace', value: ({ item }) => item.namespace, cell: ({ item }) => item.namespace },
  { label: 'Led to', value: ({ item }) => item.via.join(), cell: ({ item }) => report.list(item.via) },
  { label: 'Database', value: ({ item }) => item.databases.join(), cell: ({ item }) => report.list(item.databases) },
  { label: 'Secret (role)', value: ({ item }) => item.secrets.join(), cell: ({ item }) => report.list(item.secrets) },
];

function applicationsView(clusters) {
  const [first, ...rest] = report.applicationColumns;
  return report.table({
    id: 'Applications',
    rows: rowsOf(clusters, bound),
    empty: nothing(),
    columns: [first, clusterColumn, ...rest],
  });
}

/** Columns about alerts. */
report.alertColumns = [
  { label: 'Alert', value: ({ alert }) => alert.name, cell: ({ alert }) => report.el('span', { class: 'mono nowrap' }, alert.name) },
  { label: 'Severity', value: ({ alert }) => alert.severity, cell: ({ alert }) => report.tag(alert.severity) },
  { label: 'After', value: ({ alert }) => alert.for, cell: ({ alert }) => alert.for, number: true },
  {
    label: 'Meaning',
    cell: ({ alert }) => [
      alert.what,
      ' ',
      alert.page
        ? report.el('a', { href: alert.page, rel: 'noreferrer', 'aria-label': `What to do about ${alert.name}` }, 'What to do')
        : undefined,
    ],
  },
];

function alertsView(clusters) {
  const counts = new Map();
  clusters.forEach(({ alerts }) => new Set(alerts).forEach((i) => counts.set(i, (counts.get(i) ?? 0) + 1)));
  const [first, ...rest] = report.alertColumns;
  const silent = clusters.filter(({ flags }) => flags.includes('no alerts'));
  return [
    silent.length > 0
      ? report.el('p', { class: 'quiet' }, `${report.plural(silent.length, 'cluster')} without an alert in this output.`)
      : undefined,
    report.table({
      id: 'Alerts',
      rows: [...counts].map(([i, count]) => ({ alert: report.data.alerts[i], count })),
      empty: nothing(),
      columns: [first, { label: 'Clusters', value: ({ count }) => count, cell: ({ count }) => String(count), number: true }, ...rest],
    }),
  ];
}

/** Columns about what is less than it should be. */
report.exemptionColumns = [
  {
    label: 'What',
    value: ({ item }) => item.kind,
    cell: ({ item }) => [report.tag(item.kind), ' ', report.el('span', { class: 'mono' }, item.rule)],
  },
  { label: 'Reason', value: ({ item }) => item.reason, cell: ({ item }) => item.reason },
  {
    label: 'Written on',
    value: ({ item }) => item.object,
    cell: ({ item }) => [item.object, ' ', report.el('span', { class: 'quiet small' }, `${item.file}:${item.line}`)],
  },
];

function exemptionsView(clusters) {
  return report.table({
    id: 'Exemptions',
    rows: rowsOf(clusters, ({ exemptions }) => exemptions),
    empty: nothing(),
    columns: [clusterColumn, ...report.exemptionColumns],
  });
}

/** The views, in the order of their links. */
report.views = [
  { id: 'clusters', label: 'Clusters', draw: clustersView },
  { id: 'backups', label: 'Backups', draw: backupsView },
  { id: 'flows', label: 'Flows', draw: (clusters) => report.flowsView(clusters) },
  { id: 'network', label: 'Network', draw: networkView },
  { id: 'applications', label: 'Applications', draw: applicationsView },
  { id: 'alerts', label: 'Alerts', draw: alertsView },
  { id: 'exemptions', label: 'Exemptions', draw: exemptionsView },
];
