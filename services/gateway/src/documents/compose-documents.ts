import type { Catalog } from '@genkan/contracts/catalog';
import { openApiDocument } from '@genkan/contracts/openapi';
import { html } from './html.js';
import { layout, STYLE_PATH, style } from './layout.js';
import { operationsOf } from './operations.js';
import { referencePage } from './reference-page.js';

/** Something to read. */
export interface Page {
  readonly contentType: string;
  readonly text: string;
}

/** What stands at `/` until there is a portal. */
const landingPage: string = layout(
  'Genkan',
  html`<main class="alone"><p class="brand">Genkan</p><h1>The front door of a cloud platform</h1>
<p>Registration, verification, sign-in, and an audit trail that misses nothing.</p>
<p><a class="button" href="/api/docs">API reference</a><a href="/api/openapi.json">OpenAPI document</a></p></main>`,
);

const LONGEST_SEARCH = 100;
const HTML = 'text/html; charset=utf-8';

/** What stands at a path for all readers alike, made from the contracts when the process starts. */
export function composeDocuments(
  catalog: Catalog,
  publicOrigin: string,
): (path: string, query: string) => Page | undefined {
  const document = openApiDocument(catalog);
  const reference = { operations: operationsOf(catalog, document), publicOrigin };
  const fixed: Readonly<Record<string, Page>> = {
    '/': { contentType: HTML, text: landingPage },
    '/api/docs': { contentType: HTML, text: referencePage(reference, '') },
    '/api/openapi.json': { contentType: 'application/json', text: JSON.stringify(document, null, 2) },
    [STYLE_PATH]: { contentType: 'text/css; charset=utf-8', text: style },
  };
  return (path, query) => {
    const text = path === '/api/docs' ? (new URLSearchParams(query).get('q') ?? '').slice(0, LONGEST_SEARCH) : '';
    if (text !== '') return { contentType: HTML, text: referencePage(reference, text) };
    return Object.hasOwn(fixed, path) ? fixed[path] : undefined;
  };
}
