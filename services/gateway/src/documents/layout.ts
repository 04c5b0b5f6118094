import { type Html, html } from './html.js';

export const STYLE_PATH = '/api/docs/style.css';

/** A whole page. */
export const layout = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
${body}
</body>
</html>
`.text;

/** Everything the pages wear; light and dark after the reader's system. */
export const style = `:root { color-scheme: light dark; --line: #8886; --soft: #8881; --link: light-dark(#0b57a4, #8ab8ff); }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
nav ul { columns: 18rem; padding-left: 1.2rem; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; margin: 1rem 0; }
label { display: grid; gap: 0.25rem; flex: 1 1 16rem; }
input, button { font: inherit; padding: 0.4rem 0.6rem; }
article { border-top: 1px solid var(--line); padding: 0.5rem 0 1rem; }
article h4 { margin: 0.5rem 0; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; border: 1px solid var(--line); padding: 0.3rem 0.5rem; font-weight: 400; }
thead th { background: var(--soft); font-weight: 600; }
.scroll { overflow-x: auto; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; }
details > summary { cursor: pointer; }
`;
