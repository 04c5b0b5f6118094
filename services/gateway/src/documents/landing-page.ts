import { html } from './html.js';
import { layout } from './layout.js';

/** What stands at `/` until there is a portal. */
export const landingPage: string = layout(
  'Genkan',
  html`<main class="alone"><p class="brand">Genkan</p><h1>The front door of a cloud platform</h1>
<p>Registration, verification, sign-in, and an audit trail that misses nothing.</p>
<p><a class="button" href="/api/docs">API reference</a><a href="/api/openapi.json">OpenAPI document</a></p></main>`,
);
