// Clusters that have to do with each other: one copies, follows or was made of another.
const byId = new Map(report.data.clusters.map((cluster) => [cluster.id, cluster]));
const archiveById = new Map(report.data.archives.map((archive) => [archive.id, archive]));

const FOLLOWS = /replication/;

/** What an end of a flow is, as a box. */
report.node = (id, isThis = false) => {
  const cluster = byId.get(id);
  if (cluster) {
    const { name, role, instances } = cluster;
    const under = [role, report.plural(instances, 'instance')].join(', ');
    return {
      id,
      kind: 'cluster',
      name,
      under,
      href: report.address(cluster),
      isThis,
    };
  }
  const archive = archiveById.get(id);
  return archive
    ? { id, kind: 'archive', name: archive.shown.replace(/^.*:\/\//, ''), under: 'archive' }
    : { id, kind: 'server', name: id.replace(/^server\//, ''), under: 'a server that is not in this output' };
};

report.edge = ({ from, to, what }) => ({ from, to, label: what, follows: FOLLOWS.test(what) });

/** Groups of ends that flows join. */
function groups(flows) {
  const heads = new Map();
  const head = (id) => {
    let at = id;
    while (heads.has(at) && heads.get(at) !== at) {
      at = heads.get(at);
    }
    heads.set(id, at);
    return at;
  };
  flows.forEach(({ from, to }) => heads.set(head(from), head(to)));
  const found = new Map();
  for (const flow of flows) {
    const key = head(flow.from);
    found.set(key, [...(found.get(key) ?? []), flow]);
  }
  return [...found.values()];
}

const endsOf = (flows) => [...new Set(flows.flatMap(({ from, to }) => [from, to]))];

const MANY = 25;

report.flowsView = (clusters) => {
  const chosen = new Set(clusters.map(({ id }) => id));
  const joined = groups(report.data.flows).filter((flows) => flows.some(({ what }) => what !== 'backups and WAL'));
  const shown = joined.filter((flows) => flows.some(({ from, to }) => chosen.has(from) || chosen.has(to)));
  const spaces = (flows) => [...new Set(endsOf(flows).flatMap((id) => (byId.has(id) ? report.place(byId.get(id)) : [])))].join(', ');
  const heading = (flows) =>
    endsOf(flows)
      .flatMap((id) => byId.get(id)?.name ?? [])
      .join(', ');
  const draw = (flows) => {
    const ends = endsOf(flows);
    return [
      report.el('h3', {}, heading(flows), ' ', report.el('span', { class: 'quiet small' }, spaces(flows))),
      report.diagram(
        ends.map((id) => report.node(id)),
        flows.map(report.edge),
        `Flows of ${heading(flows)}`,
      ),
    ];
  };
  const list = report.el('div', {}, shown.slice(0, MANY).map(draw));
  const rest = shown.slice(MANY);
  const more = report.el(
    'button',
    {
      type: 'button',
      click: () => {
        list.append(...rest.flatMap(draw));
        more.remove();
      },
    },
    `Show ${report.plural(rest.length, 'more group')}`,
  );
  return [
    report.el(
      'p',
      { class: 'quiet' },
      'Clusters that follow, copy or were made of others. What writes its own archive and nothing else is in Backups.',
    ),
    shown.length > 0
      ? list
      : report.el(
          'div',
          { class: 'sheet' },
          report.el('p', { class: 'empty' }, report.isFiltered() ? 'Nothing fits the filter.' : 'No cluster here has to do with another.'),
        ),
    rest.length > 0 ? more : undefined,
  ];
};
