// Diagrams in layers from left to right: who leads to, writes to or reads what.
const BOX = { width: 232, height: 48, gapX: 176, gapY: 18 };

/** Each diagram has an arrow head of its own. */
let heads = 0;

/** The layer of each node: one more than the furthest that leads to it. What goes in circles is cut where it was met first. */
function layers(nodes, edges) {
  const into = new Map(nodes.map(({ id }) => [id, []]));
  edges.forEach(({ from, to }) => into.get(to)?.push(from));
  const depth = new Map();
  const visit = (id, path) => {
    if (path.has(id)) {
      return -1;
    }
    if (!depth.has(id)) {
      path.add(id);
      depth.set(id, Math.max(-1, ...into.get(id).map((from) => visit(from, path))) + 1);
      path.delete(id);
    }
    return depth.get(id);
  };
  nodes.forEach(({ id }) => visit(id, new Set()));
  return depth;
}

const short = (text, length) => (text.length > length ? `${text.slice(0, length / 2)}…${text.slice(1 - length / 2)}` : text);

function box({ kind, name, under, href, isThis }, { x, y }) {
  const shape = { class: 'box', x, y, width: BOX.width, height: BOX.height, rx: kind === 'archive' ? 20 : 5 };
  const middle = x + BOX.width / 2;
  const group = report.svg(
    'g',
    { class: `${kind} ${isThis ? 'this' : ''}` },
    report.svg('title', {}, [name, under].filter(Boolean).join(', ')),
    report.svg('rect', shape),
    report.svg('text', { x: middle, y: y + (under ? 21 : 29), 'text-anchor': 'middle' }, short(name, 32)),
    under ? report.svg('text', { class: 'under', x: middle, y: y + 37, 'text-anchor': 'middle' }, short(under, 36)) : undefined,
  );
  return href && !isThis ? report.svg('a', { href }, group) : group;
}

const curve = (from, to) => {
  const bend = (to.x - from.x) / 2;
  return `C ${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
};

/** A line that runs back below the boxes. */
function lineBack(from, to) {
  const [start, end] = [from, to].map(({ x, y }) => ({ x: x + BOX.width / 2, y: y + BOX.height }));
  const low = Math.max(start.y, end.y);
  return {
    path: `M ${start.x} ${start.y} C ${start.x} ${low + 34} ${end.x} ${low + 34} ${end.x} ${end.y + 2}`,
    label: { x: (start.x + end.x) / 2, y: low + 22 },
  };
}

/** A line to the right, through the free places that it was given in the layers between. */
function lineForward(from, to, through) {
  const start = { x: from.x + BOX.width, y: from.y + BOX.height / 2 };
  const end = { x: to.x - 2, y: to.y + BOX.height / 2 };
  const stops = through.flatMap(({ x, y }) => [
    { x, y: y + BOX.height / 2 },
    { x: x + BOX.width, y: y + BOX.height / 2 },
  ]);
  const points = [start, ...stops, end];
  const steps = points.slice(1).map((point, i) => (i % 2 === 0 ? curve(points[i], point) : `L ${point.x} ${point.y}`));
  const first = points[1];
  return { path: [`M ${start.x} ${start.y}`, ...steps].join(' '), label: { x: (start.x + first.x) / 2, y: (start.y + first.y) / 2 - 5 } };
}

function line({ label, follows }, from, to, through, head) {
  const { path, label: place } = to.x > from.x ? lineForward(from, to, through) : lineBack(from, to);
  return [
    report.svg('path', { class: `edge ${follows ? 'follows' : ''}`, d: path, 'marker-end': `url(#${head})` }),
    label ? report.svg('text', { class: 'label', ...place }, label) : undefined,
  ];
}

/** Places of nodes, and of lines where they pass a layer: each has a slot in its column. */
function places(nodes, edges) {
  const depth = layers(nodes, edges);
  const columns = [];
  const put = (layer, slot) => (columns[layer] ??= []).push(slot);
  nodes.forEach((node) => put(depth.get(node.id), node));
  edges.forEach((edge) => {
    for (let layer = depth.get(edge.from) + 1; layer < depth.get(edge.to); layer += 1) {
      put(layer, edge);
    }
  });
  const tallest = Math.max(...columns.map((column) => column.length));
  const at = new Map();
  const passes = new Map(edges.map((edge) => [edge, []]));
  columns.forEach((column, i) =>
    column.forEach((slot, k) => {
      const place = { x: 4 + i * (BOX.width + BOX.gapX), y: 4 + (k + (tallest - column.length) / 2) * (BOX.height + BOX.gapY) };
      if (passes.has(slot)) {
        passes.get(slot).push(place);
      } else {
        at.set(slot.id, place);
      }
    }),
  );
  const back = edges.some(({ from, to }) => at.get(to).x <= at.get(from).x);
  return {
    at,
    passes,
    width: columns.length * (BOX.width + BOX.gapX) - BOX.gapX + 8,
    height: tallest * (BOX.height + BOX.gapY) - BOX.gapY + 8 + (back ? 36 : 0),
  };
}

/**
 * Draws nodes and edges, and says the same as a list for those who do not see it.
 *
 * @param nodes with id, kind, name, a second line and perhaps a link
 * @param edges with from, to, label
 */
report.diagram = (nodes, edges, says) => {
  const known = new Set(nodes.map(({ id }) => id));
  const drawn = edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const { at, passes, width, height } = places(nodes, drawn);
  heads += 1;
  const head = `head-${heads}`;
  const marker = report.svg(
    'marker',
    { id: head, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' },
    report.svg('path', { class: 'head', d: 'M0 0 8 4 0 8z' }),
  );
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const told = drawn.map(({ from, to, label }) => `${names.get(from)} to ${names.get(to)}${label ? `: ${label}` : ''}`);
  return report.el(
    'div',
    {},
    report.el(
      'div',
      { class: 'diagram', tabindex: '0', role: 'region', 'aria-label': says },
      report.svg(
        'svg',
        { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-label': says, role: 'group' },
        report.svg('defs', {}, marker),
        drawn.map((edge) => line(edge, at.get(edge.from), at.get(edge.to), passes.get(edge), head)),
        nodes.map((node) => box(node, at.get(node.id))),
      ),
    ),
    told.length > 0 ? report.el('details', {}, report.el('summary', {}, 'The same in words'), report.list(told)) : undefined,
  );
};
