// What draws the page. Every text comes in as text, never as markup.
const report = { data: JSON.parse(document.getElementById('data').textContent) };

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ''));
  return node;
}

/** An element with attributes, listeners and children; texts become text. */
report.el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

report.svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A list without points; nothing where it is empty. */
report.list = (items) =>
  items.length > 0
    ? report.el(
        'ul',
        { class: 'plain' },
        items.map((item) => report.el('li', {}, item)),
      )
    : undefined;

/** Facts with their names; those without a value are left out. */
report.facts = (pairs) =>
  report.el(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => report.el('div', {}, report.el('dt', {}, name), report.el('dd', {}, value))),
  );
