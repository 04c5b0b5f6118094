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
export const style = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1b1f1d, #e8ece9); --dim: light-dark(#5a625e, #a3ada8); --paper: light-dark(#fff, #161a18);
  --shade: light-dark(#f4f1ea, #1e2421); --line: light-dark(#ddd8cc, #343c38); --brand: light-dark(#1c5b48, #7fd0b2);
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--brand); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
header { display: flex; gap: 1.5rem; align-items: baseline; padding: 0.8rem 1.5rem; border-bottom: 1px solid var(--line); }
header a { text-decoration: none; }
.brand { font-size: 1.15rem; font-weight: 700; }
.page { display: grid; grid-template-columns: 20rem minmax(0, 1fr); max-width: 84rem; }
aside { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.2rem 1.5rem; }
aside h2 { margin: 1.2rem 0 0.3rem; font-size: 0.8rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--dim); }
aside ul { list-style: none; margin: 0; padding: 0; }
aside li a { display: block; padding: 0.15rem 0; color: var(--ink); text-decoration: none; line-height: 1.35; }
aside li a:hover { color: var(--brand); text-decoration: underline; }
main { padding: 1.2rem 1.5rem 4rem; min-width: 0; }
main.alone { max-width: 44rem; margin: 12vh auto; }
h1 { font-size: 1.9rem; margin: 0.2rem 0 0.5rem; }
form { display: flex; gap: 0.5rem; align-items: end; }
label { display: grid; gap: 0.25rem; flex: 1; font-size: 0.85rem; color: var(--dim); }
input, button { font: inherit; padding: 0.45rem 0.7rem; border: 1px solid var(--line); border-radius: 0.5rem; min-width: 0; }
input { background: var(--shade); color: var(--ink); }
button, .button { background: var(--brand); border-color: var(--brand); color: var(--paper); cursor: pointer; }
.button { display: inline-block; padding: 0.6rem 1.1rem; border-radius: 0.5rem; text-decoration: none; margin-right: 1rem; }
article { border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.4rem 1.2rem 1rem; margin: 0 0 1.2rem; scroll-margin-top: 1rem; }
article:target { border-color: var(--brand); }
article h4 { margin: 0.7rem 0 0.4rem; font-size: 1.1rem; }
article h5 { margin: 1rem 0 0.3rem; color: var(--dim); }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; font-size: 0.93rem; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: 0.35rem 0.6rem 0.35rem 0; font-weight: 400; }
thead th { color: var(--dim); font-size: 0.85rem; }
.scroll { overflow-x: auto; }
.call { background: var(--shade); border-radius: 0.5rem; padding: 0.5rem 0.8rem; margin: 0.4rem 0; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; color: var(--brand); }
details > summary { cursor: pointer; padding: 0.15rem 0; }
@media (max-width: 52rem) {
  .page { display: block; }
  aside { position: static; max-height: none; border-bottom: 1px solid var(--line); }
  aside nav { max-height: 16rem; overflow-y: auto; }
}
`;
