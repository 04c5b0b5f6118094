import { commonErrorReaches } from '@genkan/contracts/endpoint-errors';
import { preparation } from './example.js';
import { type Html, html } from './html.js';

const problemExample = `{
  "type": "urn:genkan:problem:gateway.invalid_request",
  "title": "The request has invalid fields",
  "status": 400,
  "code": "gateway.invalid_request",
  "requestId": "019ab000-0000-7000-8000-0000000000ff",
  "errors": [
    { "field": "body.country", "code": "wrong_format", "message": "two capital letters of ISO 3166-1" }
  ]
}`;

const topics = [
  {
    id: 'cookies',
    title: 'Cookies and the CSRF token',
    text: html`<p>Who you are is a cookie: a draft of a sign-up (<code>__Host-draft</code>) or a session (<code>__Host-session</code>). A browser
keeps them by itself; with curl use a jar. Every call but GET that carries one of them also sends the header <code>x-csrf-token</code>, whose
value is that of the cookie <code>__Host-csrf</code>. It is set together with the other one, and is for all that
you carry, so read it anew for each call.</p>`,
  },
  {
    id: 'updates',
    title: 'Updates',
    text: html`<p>What can be updated is answered with its version as <code>ETag</code>. Send it back as <code>If-Match</code>: 412 says that it was
changed meanwhile and is to be read again, 428 that the field is missing. A GET that sends it as <code>If-None-Match</code> gets 304, without
a body, while nothing has changed.</p>`,
  },
  {
    id: 'idempotency',
    title: 'Sending again',
    text: html`<p>Endpoints that list <code>Idempotency-Key</code> take a key of your choice. The same key with the same body within 24 hours gets
the first answer again, and nothing is done twice; with another body it gets 422.</p>`,
  },
  {
    id: 'pages',
    title: 'Pages',
    text: html`<p>Lists answer with <code>items</code> and, unless it was the last page, <code>nextCursor</code>. Send it as <code>cursor</code>
with the same filters; <code>size</code> is 1 to 100.</p>`,
  },
  {
    id: 'limits',
    title: 'Limits',
    text: html`<p>Every answer says in <code>RateLimit-Policy</code> how many calls a minute are allowed and in <code>RateLimit</code> how many are
left (<code>r</code>) and for how many seconds (<code>t</code>). Beyond that: 429, with <code>Retry-After</code> in seconds.</p>`,
  },
] as const;

/** Links to the chapters, for the navigation. */
export const howToCallLinks: Html = html`<h2><a href="#how-to-call">How to call</a></h2><ul>${topics.map(
  ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
)}<li><a href="#errors">Errors</a></li></ul>`;

/** What holds for every call, said once. */
export const howToCall = (
  publicOrigin: string,
): Html => html`<section id="how-to-call" aria-labelledby="how-to-call-title">
<h2 id="how-to-call-title">How to call</h2>
<p>Paths are below <code>/api/v1</code>; requests and answers are JSON. The examples run in a shell after this:</p>
<pre tabindex="0"><code>${preparation(publicOrigin)}</code></pre>
${topics.map(({ id, title, text }) => html`<h3 id="${id}">${title}</h3>${text}`)}
<h3 id="errors">Errors</h3>
<p>An error is <code>application/problem+json</code> (RFC 9457). Go by its <code>code</code>, which stays; <code>errors</code> names every field
that is wrong, all at once. The <code>requestId</code>, on every answer also as <code>x-request-id</code>, finds the call in the audit.</p>
<pre tabindex="0"><code>${problemExample}</code></pre>
<p>These codes are common. Each endpoint lists below what it may answer with beside those of <em>every call</em>.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Common errors"><table><thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th><th scope="col">Where</th></tr></thead><tbody>${commonErrorReaches.map(
  ({ status, code, title, where }) =>
    html`<tr><td>${status}</td><th scope="row"><code>${code}</code></th><td>${title}</td><td>${where}</td></tr>`,
)}</tbody></table></div>
</section>`;
