import { curlExample } from './example.js';
import { howToCall, howToCallLinks } from './how-to-call.js';
import { type Html, html } from './html.js';
import { layout } from './layout.js';
import { groupOf, type Operation, search } from './operations.js';
import { fieldTable, parameterTable, prose } from './schema-view.js';

type Answer = [status: string, response: Operation['responses'][string]];

export interface Reference {
  readonly operations: readonly Operation[];
  /** The gateway's address, for the examples. */
  readonly publicOrigin: string;
}

/** The API reference, or the part of it in which `text` is found. It works without any script. */
export function referencePage({ operations, publicOrigin }: Reference, text: string): string {
  const found = search(operations, text);
  const groups = [...new Map(found.map((operation) => [groupOf(operation).id, groupOf(operation)])).values()].map(
    (group) => ({ ...group, operations: found.filter((operation) => groupOf(operation).id === group.id) }),
  );
  return layout(
    'Genkan API reference',
    html`<a class="skip" href="#content">Skip to the content</a>
<header><a class="brand" href="/">Genkan</a><a href="/api/openapi.json">OpenAPI document</a></header>
<div class="page"><aside><form role="search" action="/api/docs" method="get">
<label for="q">Path, field, code, action, event …</label>
<span class="field"><input id="q" name="q" type="search" value="${text}" maxlength="100"><button type="submit">Search</button></span></form>
<p role="status">${found.length} of ${operations.length} endpoints${text !== '' && html` <a href="/api/docs">Show all</a>`}</p>
<nav aria-label="Contents">${text === '' && howToCallLinks}${groups.map(
      ({ id, title, operations: own }) =>
        html`<h2><a href="#${id}">${title}</a></h2><ul>${own.map(({ operationId, summary }) => html`<li><a href="#${operationId}">${summary}</a></li>`)}</ul>`,
    )}</nav></aside>
<main id="content" tabindex="-1"><h1>API reference</h1>
${text === '' ? howToCall(publicOrigin) : html`<p><a href="/api/docs#how-to-call">How to call</a> stands on the whole page.</p>`}
${groups.map(
  ({ id, title, operations: own }) =>
    html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${own.map(article)}</section>`,
)}
${found.length === 0 && html`<p>Nothing has all of these words. <a href="/api/docs">Show all endpoints</a></p>`}</main></div>`,
  );
}

function article(operation: Operation): Html {
  const { operationId, method, path, summary, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return html`<article id="${operationId}"><h3>${summary}</h3>
<p class="call"><span class="method">${method}</span> <code>${path}</code></p>
<dl><div><dt>Needs</dt><dd>${callers(operation)}</dd></div><div><dt>Action</dt><dd><code>${operation['x-action']}</code></dd></div>${
    operation['x-emits'].length > 0 &&
    html`<div><dt>Events</dt><dd>${operation['x-emits'].map((type) => html`<code>${type}</code> `)}</dd></div>`
  }</dl>
<h4>Example</h4><pre tabindex="0"><code>${curlExample(operation)}</code></pre>
${parameters.length > 0 && html`<h4>Parameters</h4>${scrolled('Parameters', parameterTable(parameters))}`}
${body && html`<h4>Body</h4>${scrolled('Body', fieldTable(body))}`}
<h4>Answers</h4>${Object.entries(responses).map(answer)}
${errors(operation)}</article>`;
}

/** A table may be wider than a narrow window; a reader without a mouse scrolls it with the arrow keys. */
const scrolled = (label: string, table: Html): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;

const CREDENTIALS: Readonly<Record<string, string>> = {
  sessionCookie: 'a session',
  draftCookie: 'a draft of a sign-up',
  csrfToken: 'the CSRF token',
};

const callers = ({ security }: Operation): string =>
  security
    .map(
      (needed) =>
        Object.keys(needed)
          .map((name) => CREDENTIALS[name] ?? name)
          .join(' and ') || 'nothing: anybody may call',
    )
    .join(', or ');

function answer([status, { description, content }]: Answer): Html {
  const schema = content?.['application/json']?.schema;
  if (!schema) return html`<p>${status}: ${prose(description)}</p>`;
  return html`<details><summary>${status}: ${description}</summary>${scrolled(`Answer ${status}`, fieldTable(schema))}</details>`;
}

function errors(operation: Operation): Html {
  const own = Object.entries(operation.errors).sort(([, one], [, other]) => one.status - other.status);
  return html`<details><summary>Errors</summary><p>Beside those of <a href="/api/docs#errors">every call</a>:</p>
<ul class="errors">${own.map(([code, { status, title }]) => html`<li>${status} <code>${code}</code> ${title}</li>`)}</ul></details>`;
}
