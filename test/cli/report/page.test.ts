import { createHash } from 'crypto';
import { embedded, page } from '../../../cli/report/page/page';
import { cnpg, edited } from '../support/objects';
import { ofObjects } from './reported';

const HOSTILE = '</script><script>alert(1)</script><!--"\'&\u2028';

const hostile = page({ ...ofObjects(edited(cnpg(), ['metadata.name', HOSTILE], ['spec.imageName', HOSTILE])), title: HOSTILE });

const parts = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([\\s\\S]*?)</${tag}>`, 'g'))].map((match) => match[1]!);

test('no text of a manifest is markup', () => {
  expect(hostile.match(/<script/g)).toHaveLength(2);
  expect(hostile).not.toContain('alert(1)</script>');
  expect(hostile).not.toContain('<!--');
  expect(parts(hostile, 'h1')).toEqual(['&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--&quot;&#39;&amp;\u2028']);
});

test('the data is what went in', () => {
  const [data] = parts(hostile, 'script');
  const { clusters } = JSON.parse(data!) as { clusters: { name: string; image: string }[] };
  expect(clusters.map(({ name, image }) => [name, image])).toEqual([[HOSTILE, HOSTILE]]);
  expect(embedded({ a: '<&>\u2028' })).toBe('{"a":"\\u003c\\u0026\\u003e\\u2028"}');
});

test('nothing is loaded, and only what is in the page may run', () => {
  const [, program] = parts(hostile, 'script');
  const [style] = parts(hostile, 'style');
  const hash = (text: string): string => `&#39;sha256-${createHash('sha256').update(text).digest('base64')}&#39;`;
  expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(hostile)?.[1]).toBe(
    `default-src &#39;none&#39;; script-src ${hash(program!)}; style-src ${hash(style!)}; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
  );
  expect(hostile).not.toMatch(/\ssrc=|<link|@import|url\((?!#)|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
});

test('the program writes no markup', () => {
  expect(parts(hostile, 'script')[1]).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(/,
  );
});

test('the document without its style and program', () => {
  const html = page(ofObjects(cnpg()));
  const [, program] = parts(html, 'script');
  const [style] = parts(html, 'style');
  expect(
    html
      .replace(program!, '…')
      .replace(style!, '…')
      .replace(/sha256-[^&]+/g, 'sha256-…'),
  ).toMatchSnapshot();
});

/** Luminance of a colour as WCAG has it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
};

const PAIRS = [
  ...['ground', 'surface', 'raised'].flatMap(
    (ground) =>
      [
        ['ink', ground],
        ['muted', ground],
        ['accent', ground],
      ] as const,
  ),
  ...['note', 'warn', 'bad', 'accent'].map((ink) => [ink, `${ink}-ground`] as const),
];

test.each([
  ['light', /:root \{([\s\S]*?)\n\}/],
  ['dark by the system', /:root:not\(\[data-scheme='light'\]\) \{([\s\S]*?)\n {2}\}/],
  ['dark by the switch', /:root\[data-scheme='dark'\] \{([\s\S]*?)\n\}/],
])('every text has the contrast of AA, %s', (_, block) => {
  const colours = new Map(
    [...block.exec(hostile)![1]!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name!, colour!]),
  );
  expect(PAIRS.filter(([ink, ground]) => !(contrast(colours.get(ink)!, colours.get(ground)!) >= 4.5))).toEqual([]);
});
