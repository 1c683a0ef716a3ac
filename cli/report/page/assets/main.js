// What the address says is drawn: #clusters?q=orders, or #cluster/cnpg/shop/orders.
const main = document.getElementById('main');

function totals(clusters) {
  const sum = (of) => clusters.reduce((all, cluster) => all + of(cluster), 0);
  const exempt = clusters.filter(({ exemptions }) => exemptions.length > 0).length;
  const whole = report.data.clusters.length;
  const tiles = [
    ['Clusters', clusters.length === whole ? String(whole) : `${clusters.length} of ${whole}`],
    ['Instances', String(sum(({ instances }) => instances))],
    ['CPU asked for', report.cores(sum((cluster) => cluster.totals.cpu))],
    ['Memory asked for', report.bytes(sum((cluster) => cluster.totals.memory))],
    ['Storage', report.bytes(sum((cluster) => cluster.totals.storage))],
    ['Without backups', String(clusters.filter(({ flags }) => flags.includes('no backups')).length)],
    ['With exemptions', String(exempt)],
  ];
  document
    .getElementById('totals')
    .replaceChildren(...tiles.map(([name, value]) => report.el('div', {}, report.el('dt', {}, name), report.el('dd', {}, value))));
}

function links(current) {
  document
    .getElementById('views')
    .replaceChildren(
      ...report.views.map(({ id, label }) =>
        report.el(
          'li',
          {},
          report.el('a', { href: `#${id}${report.filterQuery()}`, 'aria-current': id === current ? 'page' : undefined }, label),
        ),
      ),
    );
}

function route() {
  const [way, query = ''] = location.hash.slice(1).split('?');
  const [first, ...rest] = way.split('/');
  const id = rest.map(decoded).join('/');
  const cluster = first === 'cluster' ? report.data.clusters.find((one) => one.id === id) : undefined;
  const view = report.views.find((one) => one.id === first) ?? report.views[0];
  return { cluster, view, query, missing: first === 'cluster' && !cluster ? id : undefined };
}

/** A part of an address; one that nobody has encoded stays as it is. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function draw() {
  const { cluster, view, missing } = route();
  const chosen = report.chosen();
  totals(chosen);
  document.getElementById('totals').hidden = cluster !== undefined;
  links(cluster ? undefined : view.id);
  document.title = cluster ? `${cluster.name}: ${report.data.title}` : `${view.label}: ${report.data.title}`;
  const drawn = cluster
    ? report.clusterView(cluster)
    : [
        report.el('h2', {}, view.label),
        missing === undefined ? undefined : report.el('p', {}, `There is no cluster '${missing}' in this output.`),
        view.draw(chosen),
      ];
  main.replaceChildren(...[drawn].flat(Infinity).filter((node) => node !== undefined));
}

/** A filter is about lists: on the page of a cluster it leads back to them. */
function filtered() {
  const { cluster, view } = route();
  history.replaceState(undefined, '', `#${(cluster ? report.views[0] : view).id}${report.filterQuery()}`);
  draw();
  const found = report.chosen().length;
  document.getElementById('found').textContent = report.plural(found, 'cluster');
}

function scheme() {
  const select = document.getElementById('scheme');
  const apply = () => {
    if (select.value === '') {
      delete document.documentElement.dataset.scheme;
    } else {
      document.documentElement.dataset.scheme = select.value;
    }
  };
  // A page that was opened from a file may not be allowed to keep anything.
  const keep = (act) => {
    try {
      return act();
    } catch {
      return undefined;
    }
  };
  select.value = keep(() => localStorage.getItem('cdk8s-postgres-scheme')) ?? '';
  select.addEventListener('change', () => {
    keep(() => localStorage.setItem('cdk8s-postgres-scheme', select.value));
    apply();
  });
  apply();
}

const { data } = report;
document.getElementById('source').textContent =
  `${report.plural(data.objects, 'object')} in ${report.plural(data.files, 'file')} of ${data.source}`;
document.getElementById('remarks').replaceChildren(...data.remarks.map((remark) => report.el('li', {}, remark)));
const about = document.getElementById('about-remarks');
about.hidden = data.remarks.length === 0;
about.querySelector('summary').textContent = report.plural(data.remarks.length, 'remark');

scheme();
report.startFilter(filtered);
report.readFilter(route().query);
draw();
addEventListener('hashchange', () => {
  report.readFilter(route().cluster ? report.filterQuery() : route().query);
  draw();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
