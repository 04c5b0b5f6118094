import { html } from './html.js';
import { layout } from './layout.js';

/** What stands at `/` until there is a portal. */
export const landingPage: string = layout(
  'Genkan',
  html`<main><h1>Genkan</h1>
<p>The front door of a cloud platform: registration, verification, sub accounts, audit.</p>
<ul><li><a href="/api/docs">API reference</a></li><li><a href="/api/openapi.json">OpenAPI document</a></li></ul></main>`,
);
