import { catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import { describe, expect, it } from '@jest/globals';
import { createDocuments } from './documents.js';
import { html } from './html.js';

const documents = createDocuments(catalog);
const page = (path: string, query = '') => documents(path, query)?.text ?? '';
const endpoints = catalog.endpoints.filter(isPublic);

describe('the API reference', () => {
  it('has every endpoint that clients may call, and no other', () => {
    const text = page('/api/docs');
    for (const { name } of endpoints) expect(text).toContain(`<article id="${name}">`);
    expect(text.match(/<article/g)).toHaveLength(endpoints.length);
    expect(text).not.toContain('lookUpSession');
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
