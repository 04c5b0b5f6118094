import { execFileSync } from 'node:child_process';
import { catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import { openApiDocument } from '@genkan/contracts/openapi';
import { describe, expect, it } from '@jest/globals';
import { composeDocuments } from './compose-documents.js';
import { curlExample, preparation } from './example.js';
import { html } from './html.js';
import { operationsOf } from './operations.js';

const documents = composeDocuments(catalog, 'https://genkan.example');
const page = (path: string, query = '') => documents(path, query)?.text ?? '';
const endpoints = catalog.endpoints.filter(isPublic);

describe('the API reference', () => {
  it('has every endpoint that clients may call, and no other', () => {
    const text = page('/api/docs');
    for (const { name } of endpoints) expect(text).toContain(`<article id="${name}">`);
    expect(text.match(/<article/g)).toHaveLength(endpoints.length);
    expect(text).not.toContain('lookUpSession');
  });

  it('has them in the order of a journey, after how to call', () => {
    const text = page('/api/docs');
    const places = [
      'id="how-to-call"',
      'id="startRegistration"',
      'id="requestChallenge"',
      'id="signIn"',
      'id="signOut"',
    ];
    const found = places.map((place) => text.indexOf(place));
    expect(found).toEqual([...found].sort((one, other) => one - other));
    expect(found[0]).toBeGreaterThan(0);
  });

  it('has every link lead to something on it', () => {
    const text = page('/api/docs');
    const targets = [...text.matchAll(/href="(?:\/api\/docs)?#([^"]+)"/g)].map(([, target]) => target);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(endpoints.length);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('lists at an endpoint the errors that are possible there, and no others', () => {
    const article = (name: string) => page('/api/docs').split(`<article id="${name}">`)[1]?.split('</article>')[0];
    expect(article('signIn')).toContain('identity.sign_in_locked');
    for (const code of ['gateway.unauthenticated', 'gateway.idempotency_key_reused', 'gateway.rate_limited'])
      expect(article('signIn')).not.toContain(code);
    expect(article('completeRegistration')).toContain('gateway.idempotency_key_reused');
  });

  it('is searched by words, all of which must be found', () => {
    const text = page('/api/docs', 'q=sessions+DELETE');
    expect(text).toContain('<article id="signOut">');
    expect(text).not.toContain('<article id="signIn">');
    expect(page('/api/docs', 'q=nothing-like-this')).toContain('0 of ');
  });

  it('shows what was searched for as text', () => {
    const text = page('/api/docs', `q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(text).not.toContain('<script');
  });

  it('has neither scripts nor inline styles, which the content security policy would refuse', () => {
    for (const path of ['/', '/api/docs']) expect(page(path)).not.toMatch(/<script|<style|style=|\son\w+=/);
  });
});

describe('the example of', () => {
  const operations = operationsOf(catalog, openApiDocument(catalog));
  /** What curl would be told by a shell. */
  const told = (example: string): string[] => {
    const script = `curl() { printf '%s\\0' "$@"; }\n${preparation('https://genkan.example')}\n${example}`;
    return execFileSync('bash', ['-euc', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  };

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s is a call that a shell understands, with a body that its contract takes',
    (name, operation) => {
      const endpoint = endpoints.find((one) => one.name === name);
      const words = told(curlExample(operation));
      const url = words.find((word) => word.startsWith('https:')) ?? '';
      expect(url).toMatch(/^https:\/\/genkan\.example\/api\/v1\/[^{}]*$/);
      expect(words[words.indexOf('-X') + 1]).toBe(operation.method);
      expect(words.some((word) => word.startsWith('x-csrf-token:'))).toBe(operation.method !== 'GET');
      expect(words.some((word) => word.startsWith('If-Match:'))).toBe(endpoint?.conditional);
      const body = words.includes('-d') ? JSON.parse(words[words.indexOf('-d') + 1] ?? '') : undefined;
      expect(body).toEqual(endpoint?.request.sample.body);
      if (body) expect(endpoint?.request.body?.safeParse(body).success).toBe(true);
    },
  );
});

describe('documents', () => {
  it('hold the OpenAPI document of the same endpoints', () => {
    const document = JSON.parse(page('/api/openapi.json'));
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/sessions'].post.operationId).toBe('signIn');
  });

  it.each(['/constructor', '/api/docs/', '/api/openapi.json/x', ''])('do not stand at %j', (path) => {
    expect(documents(path, '')).toBeUndefined();
  });
});

describe('html', () => {
  it('escapes values, keeps markup, and leaves out what is nothing', () => {
    expect(html`<p>${'<&"\''}${html`<b>${1}</b>`}${[html`<i></i>`, 'x']}${false}${undefined}</p>`.text).toBe(
      '<p>&lt;&amp;&quot;&#39;<b>1</b><i></i>x</p>',
    );
  });
});
