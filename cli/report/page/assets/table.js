// Tables that sort, and that show some hundred rows until more are asked for.
const FIRST = 200;

/** How tables were sorted, so that a filter leaves that alone. */
const sorted = new Map();

const collator = new Intl.Collator('en', { numeric: true });

const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));

function body(columns, rows) {
  return rows.map((row) =>
    report.el(
      'tr',
      {},
      columns.map(({ label, cell, number }, i) => {
        const content = [cell(row)].flat(Infinity).filter((part) => part !== undefined && part !== '');
        const many = content.length > 1 ? report.el('div', {}, content) : content;
        return i === 0
          ? report.el('th', { scope: 'row' }, content)
          : report.el('td', { 'data-label': label, class: number ? 'number' : undefined }, many);
      }),
    ),
  );
}

/**
 * A table. A column has a label, a `cell` that draws it, and a `value` to sort by where it can be sorted.
 *
 * @param id by which the page remembers how it is sorted
 */
report.table = ({ id, columns, rows, empty }) => {
  const sheet = report.el('div', { class: 'sheet', role: 'region', 'aria-label': id, tabindex: '0' });
  let shown = FIRST;

  function draw() {
    const { column, descending } = sorted.get(id) ?? {};
    const by = columns.find(({ label }) => label === column);
    const ordered = by ? [...rows].sort((a, b) => compare(by.value(a), by.value(b)) * (descending ? -1 : 1)) : rows;
    const heads = columns.map(({ label, value, number }) => {
      const state = label === column ? (descending ? 'descending' : 'ascending') : 'none';
      return report.el(
        'th',
        { scope: 'col', class: number ? 'number' : undefined, 'aria-sort': value && state },
        value ? report.el('button', { type: 'button', click: () => sort(label) }, label) : label,
      );
    });
    const table = report.el(
      'table',
      {},
      report.el('thead', {}, report.el('tr', {}, heads)),
      report.el('tbody', {}, body(columns, ordered.slice(0, shown))),
    );
    const more = rows.length - shown;
    sheet.replaceChildren(
      ...(rows.length > 0 ? [table] : [report.el('p', { class: 'empty' }, empty)]),
      ...(more > 0
        ? [
            report.el(
              'div',
              { class: 'more' },
              report.el('button', { type: 'button', click: all }, `Show ${report.plural(more, 'more row')}`),
            ),
          ]
        : []),
    );
  }

  function all() {
    shown = rows.length;
    draw();
  }

  function sort(label) {
    const now = sorted.get(id);
    sorted.set(id, { column: label, descending: now?.column === label && !now.descending });
    draw();
    [...sheet.querySelectorAll('thead button')].find(({ textContent }) => textContent === label)?.focus();
  }

  draw();
  sheet.addEventListener('expand', all);
  return sheet;
};

// Paper has no button for the rest.
addEventListener('beforeprint', () => document.querySelectorAll('.sheet').forEach((sheet) => sheet.dispatchEvent(new Event('expand'))));
