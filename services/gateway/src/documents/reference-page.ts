import { type Html, html } from './html.js';
import { layout } from './layout.js';
import { groupOf, type Operation, search } from './operations.js';
import { fieldTable, parameterTable } from './schema-view.js';

type Answer = [status: string, response: Operation['responses'][string]];

/** The API reference, or the part of it in which `text` is found. It works without any script. */
export function referencePage(operations: readonly Operation[], text: string): string {
  const found = search(operations, text);
  const services = [...new Set(found.map((operation) => groupOf(operation).service))];
  return layout(
    'Genkan API reference',
    html`<header><a class="brand" href="/">Genkan</a><a href="/api/openapi.json">OpenAPI 3.1</a></header>
<div class="page"><aside><form role="search" action="/api/docs" method="get">
<label for="q">Name, path, field, action or event<input id="q" name="q" type="search" value="${text}" maxlength="100"></label>
<button type="submit">Search</button></form>
<p role="status">${found.length} of ${operations.length} endpoints</p>
<nav aria-label="Endpoints">${services.map((service) => serviceLinks(service, found))}</nav></aside>
<main><h1>API reference</h1><p>All paths are below <code>/api/v1</code>.</p>
${services.map((service) => serviceSection(service, found))}</main></div>`,
  );
}

const ofService = (service: string, operations: readonly Operation[]) =>
  operations.filter((operation) => groupOf(operation).service === service);

const serviceLinks = (service: string, operations: readonly Operation[]): Html =>
  html`<h2>${service}</h2><ul>${ofService(service, operations).map(({ operationId, summary }) => html`<li><a href="#${operationId}">${summary}</a></li>`)}</ul>`;

function serviceSection(service: string, operations: readonly Operation[]): Html {
  const own = ofService(service, operations);
  const capabilities = [...new Set(own.map((operation) => groupOf(operation).capability))];
  return html`<section aria-labelledby="service-${service}"><h2 id="service-${service}">${service}</h2>
${capabilities.map((capability) => html`<h3>${capability}</h3>${own.filter((one) => groupOf(one).capability === capability).map(article)}`)}</section>`;
}

function article(operation: Operation): Html {
  const { operationId, method, path, summary, parameters, requestBody, responses } = operation;
  const entries = Object.entries(responses);
  const body = requestBody?.content['application/json']?.schema;
  return html`<article id="${operationId}"><h4>${summary}</h4>
<p class="call"><span class="method">${method}</span> <code>${path}</code></p>
<p>Called by: ${callers(operation)}. Action <code>${operation['x-action']}</code>. ${events(operation)}</p>
${parameters.length > 0 && html`<h5>Parameters</h5><div class="scroll">${parameterTable(parameters)}</div>`}
${body && html`<h5>Body</h5><div class="scroll">${fieldTable(body)}</div>`}
<h5>Answers</h5>${entries.filter(isSuccess).map(answer)}
<details><summary>Errors</summary>${entries.filter((entry) => !isSuccess(entry)).map(answer)}</details></article>`;
}

const CREDENTIALS: Readonly<Record<string, string>> = {
  sessionCookie: 'a session',
  draftCookie: 'a draft of a registration',
  csrfToken: 'the CSRF token',
};

const callers = ({ security }: Operation): string =>
  security
    .map(
      (needed) =>
        Object.keys(needed)
          .map((name) => CREDENTIALS[name] ?? name)
          .join(' with ') || 'anybody',
    )
    .join(', or ');

const events = (operation: Operation): Html =>
  html`${operation['x-emits'].length > 0 && 'Events: '}${operation['x-emits'].map((type) => html`<code>${type}</code> `)}`;

const isSuccess = ([status]: Answer): boolean => Number(status) < 400;

function answer([status, { description, content }]: Answer): Html {
  const schema = content?.['application/json']?.schema;
  if (schema)
    return html`<details><summary>${status}: ${description}</summary><div class="scroll">${fieldTable(schema)}</div></details>`;
  const lines = description.replaceAll('`', '').split('\n\n');
  return html`<p>${status}: ${lines.join(' ')}</p>`;
}
