// Numbers and words as people read them.
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

const rounded = (number) => String(Number(number < 10 ? number.toFixed(1) : number.toFixed(0)));

report.bytes = (bytes) => {
  if (bytes === 0) {
    return '–';
  }
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${rounded(bytes / 2 ** (10 * step))} ${UNITS[step]}`;
};

report.cores = (cores) => (cores === 0 ? '–' : rounded(cores));

report.plural = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const TONES = {
  'non-production': 'warn',
  suppressed: 'warn',
  'no backups': 'bad',
  'one instance': 'warn',
  'no network policy': 'warn',
  'open to anybody': 'bad',
  exposed: 'warn',
  stopped: 'warn',
  follower: 'accent',
  critical: 'bad',
  warning: 'warn',
};

report.tag = (text) => report.el('span', { class: `tag ${TONES[text] ?? ''}`.trim() }, text);

report.tags = (texts) => (texts.length > 0 ? report.el('span', { class: 'tags' }, texts.map(report.tag)) : undefined);

report.operator = (cluster) => report.data.operators[cluster.operator];

report.place = ({ place, namespace }) => [place, namespace || 'no namespace'].filter(Boolean).join(' / ');

report.address = ({ id }) => `#cluster/${id.split('/').map(encodeURIComponent).join('/')}`;

/** The name of a cluster as a link to what is known of it. */
report.clusterLink = (cluster) => [
  report.el('a', { href: report.address(cluster) }, cluster.name),
  report.el('span', { class: 'quiet small under-name' }, report.place(cluster)),
];

report.state = ({ role, origin }) => (role === 'stopped' ? `stopped: ${origin}` : role);

report.where = ({ zones, spread }) => [...(zones.length > 0 ? [`in ${zones.join(', ')}`] : []), ...spread];

/** Zones in one line: those that are named, or how instances are spread over them. */
report.zones = ({ zones, spread }) =>
  zones.length > 0
    ? zones.join(', ')
    : ['required', 'preferred'].find((how) => spread.some((one) => /zones/.test(one) && one.endsWith(how)));
