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
  --ink: light-dark(#1b1f1d, #e8ece9); --dim: light-dark(#58605c, #a9b3ae); --paper: light-dark(#fff, #161a18);
  --shade: light-dark(#f5f3ee, #1f2522); --line: light-dark(#ddd8cc, #363f3a); --brand: light-dark(#1c5b48, #7fd0b2);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  scroll-padding-top: 1rem;
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--brand); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
main:focus { outline: none; }
code { font: 0.88em/1.5 var(--mono); overflow-wrap: anywhere; }
pre { margin: 0.4rem 0; padding: 0.8rem 1rem; border-radius: 0.5rem; background: var(--shade); overflow-x: auto; tab-size: 2; }
pre code { overflow-wrap: normal; }
.skip { position: absolute; left: -100vw; padding: 0.6rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { left: 0.5rem; top: 0.5rem; }
header { display: flex; gap: 1.5rem; align-items: baseline; padding: 0.8rem 1.5rem; border-bottom: 1px solid var(--line); }
header a { text-decoration: none; }
.brand { font-size: 1.15rem; font-weight: 700; }
.page { display: grid; grid-template-columns: 19rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
aside { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.2rem 1.5rem; font-size: 0.93rem; }
aside h2 { margin: 1.2rem 0 0.2rem; font-size: 0.93rem; }
aside h2 a { color: inherit; text-decoration: none; }
aside ul { list-style: none; margin: 0; padding: 0 0 0 0.8rem; border-left: 1px solid var(--line); }
aside li a { display: block; padding: 0.2rem 0; color: var(--dim); text-decoration: none; line-height: 1.35; }
aside a:hover { color: var(--brand); text-decoration: underline; }
aside [role=status] { margin: 0.6rem 0 0; color: var(--dim); }
main { padding: 1.2rem 1.5rem 4rem; min-width: 0; }
main.alone { max-width: 44rem; margin: 12vh auto; }
main > section > p { max-width: 46rem; margin: 0.4rem 0 0.8rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.2rem 0 0.5rem; }
main h2 { font-size: 1.45rem; margin: 2.4rem 0 0.6rem; }
main h3 { font-size: 1.1rem; margin: 1.4rem 0 0.3rem; }
h1 + section h2 { margin-top: 1rem; }
label { display: block; margin-bottom: 0.25rem; font-size: 0.85rem; color: var(--dim); }
.field { display: flex; gap: 0.5rem; }
.field input { flex: 1; width: 100%; }
input, button { font: inherit; padding: 0.45rem 0.7rem; border: 1px solid var(--line); border-radius: 0.5rem; min-width: 0; }
input { background: var(--shade); color: var(--ink); border-color: var(--dim); }
button, .button { background: var(--brand); border-color: var(--brand); color: var(--paper); cursor: pointer; }
.button { display: inline-block; padding: 0.6rem 1.1rem; border-radius: 0.5rem; text-decoration: none; margin-right: 1rem; }
article { border: 1px solid var(--line); border-radius: 0.75rem; padding: 0.9rem 1.2rem 1rem; margin: 0 0 1.2rem; }
article:target { border-color: var(--brand); box-shadow: 0 0 0 1px var(--brand); }
main article h3 { margin: 0 0 0.4rem; }
article h4 { margin: 1.1rem 0 0.2rem; font-size: 0.88rem; color: var(--dim); }
dl { display: grid; gap: 0.2rem; margin: 0.5rem 0 0; font-size: 0.93rem; }
dl div { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); }
dt { color: var(--dim); }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0.3rem 0; font-size: 0.93rem; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: 0.35rem 0.9rem 0.35rem 0; font-weight: 400; }
td:last-child { min-width: 12rem; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--dim); font-size: 0.85rem; }
th code { overflow-wrap: normal; }
small { color: var(--dim); }
.scroll { overflow-x: auto; }
.call { margin: 0; overflow-wrap: anywhere; }
.call code { font-size: 1rem; }
.method { font: 700 0.8rem/1.5 var(--mono); padding: 0.1rem 0.45rem; margin-right: 0.35rem; border: 1px solid currentcolor; border-radius: 0.35rem; color: var(--brand); }
.errors { list-style: none; margin: 0.3rem 0 0; padding: 0; font-size: 0.93rem; }
.errors li { padding: 0.15rem 0 0.15rem 2.6rem; text-indent: -2.6rem; }
.errors code { margin: 0 0.4rem; }
details > p { margin: 0.2rem 0; }
details > summary { cursor: pointer; padding: 0.2rem 0; }
@media (max-width: 52rem) {
  .page { display: block; }
  header, aside, main { padding-left: 1rem; padding-right: 1rem; }
  aside { position: static; max-height: none; border-bottom: 1px solid var(--line); }
  aside nav { max-height: 15rem; margin-top: 0.6rem; overflow-y: auto; }
  article { padding: 0.8rem 0.9rem 0.9rem; }
}
`;
