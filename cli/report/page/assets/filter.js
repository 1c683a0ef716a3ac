// What is shown: by words, operator, namespace and note. The address carries it, so that a link shows the same.
const FIELDS = ['q', 'operator', 'namespace', 'note'];

/** Everything that is known of a cluster in one text, to look for words in; made when somebody first looks. */
const texts = new Map();

const words = (value) =>
  value === null || value === undefined ? [] : typeof value === 'object' ? Object.values(value).flatMap(words) : [String(value)];

function textOf(cluster) {
  if (!texts.has(cluster)) {
    const { network, alerts, ...rest } = cluster;
    const more = [network.map(({ peers, policy }) => [peers, policy]), alerts.map((i) => report.data.alerts[i].name)];
    texts.set(
      cluster,
      words([rest, more, report.operator(cluster)])
        .join('\n')
        .toLowerCase(),
    );
  }
  return texts.get(cluster);
}

const filters = { q: '', operator: '', namespace: '', note: '' };

const passes = (cluster) =>
  (filters.operator === '' || cluster.operator === filters.operator) &&
  (filters.namespace === '' || report.place(cluster) === filters.namespace) &&
  (filters.note === '' || cluster.flags.includes(filters.note)) &&
  filters.q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => textOf(cluster).includes(word));

/** The clusters that are shown. */
report.chosen = () => report.data.clusters.filter(passes);

report.isFiltered = () => FIELDS.some((field) => filters[field] !== '');

/** The part of the address after the view. */
report.filterQuery = () => {
  const query = new URLSearchParams(FIELDS.filter((field) => filters[field] !== '').map((field) => [field, filters[field]]));
  return query.size > 0 ? `?${query}` : '';
};

const control = (field) => document.getElementById(`filter-${field}`);

/** Takes over what an address asks for. */
report.readFilter = (query) => {
  const asked = new URLSearchParams(query);
  FIELDS.forEach((field) => {
    filters[field] = asked.get(field) ?? '';
    control(field).value = filters[field];
  });
};

function choices(field, all, options) {
  control(field).append(report.el('option', { value: '' }, all), ...options.map(([value, label]) => report.el('option', { value }, label)));
}

const counted = (values) => {
  const counts = new Map();
  values.forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
};

/** Fills the lists, and tells when somebody chooses. */
report.startFilter = (changed) => {
  const { clusters, operators } = report.data;
  choices(
    'operator',
    'All operators',
    counted(clusters.map(({ operator }) => operator)).map(([value, n]) => [value, `${operators[value]} (${n})`]),
  );
  choices(
    'namespace',
    'All namespaces',
    counted(clusters.map(report.place)).map(([value, n]) => [value, `${value} (${n})`]),
  );
  choices(
    'note',
    'All notes',
    counted(clusters.flatMap(({ flags }) => flags)).map(([value, n]) => [value, `${value} (${n})`]),
  );
  FIELDS.forEach((field) =>
    control(field).addEventListener('input', () => {
      filters[field] = control(field).value;
      changed();
    }),
  );
  document.getElementById('filter-clear').addEventListener('click', () => {
    report.readFilter('');
    changed();
    control('q').focus();
  });
};
