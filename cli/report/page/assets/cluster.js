// All that is known of one cluster.
const MANY_APPLICATIONS = 12;

function picture(cluster) {
  const { id, pools, applications, name } = cluster;
  const apps = applications.filter(({ own }) => !own);
  const shown = apps.slice(0, MANY_APPLICATIONS);
  const poolId = (pool) => `pool/${pool}`;
  const appId = (app) => `application/${app.kind}/${app.namespace}/${app.name}`;
  const flows = report.data.flows.filter(({ from, to }) => from === id || to === id);
  const touched = [...new Set(flows.flatMap(({ from, to }) => [from, to]))].filter((end) => end !== id);
  const readers = report.data.flows.filter(({ from, to }) => to !== id && touched.includes(from) && from.startsWith('archive/'));
  const ends = [...new Set([...touched, ...readers.map(({ to }) => to)])].filter((end) => end !== id);
  const nodes = [
    ...shown.map((app) => ({ id: appId(app), kind: 'application', name: app.name, under: app.kind })),
    ...(apps.length > shown.length
      ? [{ id: 'rest', kind: 'application', name: report.plural(apps.length - shown.length, 'more workload') }]
      : []),
    ...pools.map((pool) => ({
      id: poolId(pool.name),
      kind: 'pool',
      name: pool.name,
      under: `pool, ${pool.mode}, ${report.plural(pool.instances, 'instance')}`,
    })),
    report.node(id, true),
    ...ends.map((end) => report.node(end)),
  ];
  const edges = [
    ...shown.flatMap((app) => {
      const through = pools.filter((pool) => app.via.includes(`pool ${pool.name}`));
      const direct = app.via.filter((way) => !way.startsWith('pool '));
      return [
        ...through.map((pool) => ({ from: appId(app), to: poolId(pool.name) })),
        ...(through.length === 0 || direct.length > 0 ? [{ from: appId(app), to: id, label: direct.join(', ') }] : []),
      ];
    }),
    ...(apps.length > shown.length ? [{ from: 'rest', to: id }] : []),
    ...pools.map((pool) => ({ from: poolId(pool.name), to: id, label: pool.leadsTo })),
    ...[...flows, ...readers].map(report.edge),
  ];
  return nodes.length > 1 ? report.diagram(nodes, edges, `What leads to ${name}, and where it writes`) : undefined;
}

const set = ({ name, instances, cpu, memory, storage, wal }) =>
  [
    `${name}: ${instances}`,
    [cpu && `${cpu} CPU`, memory && `${memory} memory`, storage && `${storage} storage`, wal && `${wal} WAL`].filter(Boolean).join(', ') ||
      'nothing asked for',
  ].join(' × ');

const section = (title, rows, columns) =>
  rows.length > 0
    ? [report.el('h3', {}, title), report.table({ id: title, rows: rows.map((item) => ({ item })), columns, empty: '' })]
    : [];

/** Draws the page of a cluster. */
report.clusterView = (cluster) => {
  const { backups, totals } = cluster;
  const text = (value) => (value.length > 0 ? report.list(value) : undefined);
  const pools = [
    { label: 'Pool', value: ({ item }) => item.name, cell: ({ item }) => item.name },
    { label: 'Leads to', value: ({ item }) => item.leadsTo, cell: ({ item }) => item.leadsTo },
    { label: 'Mode', value: ({ item }) => item.mode, cell: ({ item }) => item.mode },
    { label: 'Instances', value: ({ item }) => item.instances, cell: ({ item }) => String(item.instances), number: true },
    { label: 'Connections', value: ({ item }) => item.size ?? '', cell: ({ item }) => item.size },
  ];
  const alerts = [...new Set(cluster.alerts)].map((i) => ({ alert: report.data.alerts[i] }));
  return [
    report.el('p', {}, report.el('a', { href: `#clusters${report.filterQuery()}` }, 'All clusters')),
    report.el('h2', {}, cluster.name, ' ', report.el('span', { class: 'quiet' }, report.place(cluster))),
    report.tags(cluster.flags),
    report.el('h3', {}, 'What it is'),
    report.facts([
      ['Operator', report.operator(cluster)],
      ['PostgreSQL', cluster.postgres && String(cluster.postgres)],
      ['Image', cluster.image && report.el('code', {}, cluster.image)],
      ['State', report.state(cluster)],
      ['Made', cluster.role === 'stopped' ? undefined : cluster.origin],
      ['Instances', text(cluster.sets.map(set))],
      ['Synchronous', cluster.synchronous],
      ['Spread', text(report.where(cluster))],
      ['In all', `${report.cores(totals.cpu)} CPU, ${report.bytes(totals.memory)} memory, ${report.bytes(totals.storage)} storage`],
      ['Databases', cluster.databases.join(', ')],
      ['Roles', cluster.roles.join(', ')],
      [
        'Archive',
        cluster.flags.includes('no backups')
          ? report.tag('no backups')
          : text(backups.archives.map((shown) => report.el('code', {}, shown))),
      ],
      ['Schedules', text(backups.schedules.map(({ what, when }) => [`${what} `, report.el('code', {}, when)]))],
      ['Kept', text(backups.retention)],
      ['Restore drills', text(backups.drills.map(({ what, when }) => [`${what} `, report.el('code', {}, when)]))],
      ['Volumes', totals.backupVolumes > 0 ? `${report.bytes(totals.backupVolumes)} for backups` : undefined],
      ['Reached', text(cluster.exposure)],
      ['Metrics', cluster.scraped ? 'scraped' : 'nothing in this output scrapes it'],
      ['Manifest', report.el('code', {}, `${cluster.file}:${cluster.line}`)],
    ]),
    ...section('Why it is less', cluster.exemptions, report.exemptionColumns),
    report.el('h3', {}, 'Flows'),
    picture(cluster) ?? report.el('p', { class: 'quiet' }, 'Nothing in this output leads to it, and it writes nowhere.'),
    ...section('Pools', cluster.pools, pools),
    ...section('Workloads', cluster.applications, report.applicationColumns),
    ...section('Network policies', cluster.network, report.edgeColumns),
    ...(alerts.length > 0
      ? [report.el('h3', {}, 'Raised alerts'), report.table({ id: 'Raised alerts', rows: alerts, columns: report.alertColumns, empty: '' })]
      : []),
  ];
};
