/** What the page is made of. */
export interface Parts {
  /** Escaped. */
  readonly title: string;
  /** Escaped. */
  readonly policy: string;
  readonly style: string;
  readonly program: string;
  /** JSON that holds no markup. */
  readonly data: string;
  readonly version: string;
}

const select = (id: string, label: string): string => `<label for="filter-${id}">${label} <select id="filter-${id}"></select></label>`;

/** The document: everything that is there before the program draws, so that it can be read aloud and printed. */
export const markup = ({ title, policy, style, program, data, version }: Parts): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="cdk8s-postgres ${version}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<div>
<h1>${title}</h1>
<p class="quiet" id="source"></p>
</div>
<label class="scheme quiet small" for="scheme">Colours <select id="scheme"><option value="">as the system</option><option value="light">light</option><option value="dark">dark</option></select></label>
</header>
<div class="bar">
<div>
<nav aria-label="Views"><ul id="views"></ul></nav>
<form class="filters" role="search" aria-label="Clusters">
<label class="search" for="filter-q">Search <input id="filter-q" type="search" placeholder="name, database, bucket, application, alert, …" autocomplete="off" spellcheck="false"></label>
${select('operator', 'Operator')}
${select('namespace', 'Namespace')}
${select('note', 'Note')}
<button id="filter-clear" type="button">Clear</button>
<span class="quiet small" id="found" role="status"></span>
</form>
</div>
</div>
<div class="wide"><dl class="totals" id="totals"></dl></div>
<main id="main" tabindex="-1"><noscript><p>This page draws its tables by a program of its own, which loads nothing. Allow it to run.</p></noscript></main>
<footer>
<details id="about-remarks"><summary>Remarks</summary><ul id="remarks"></ul></details>
<p>Sums are what instances and pools ask for. What the manifests leave to an operator's configuration, and what runs, is not known here. Written by cdk8s-postgres ${version}.</p>
</footer>
<script type="application/json" id="data">${data}</script>
<script>${program}</script>
</body>
</html>
`;
