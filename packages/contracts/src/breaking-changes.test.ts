import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from './asyncapi.js';
import { breakingChanges } from './breaking-changes.js';
import { catalog } from './catalog.js';
import { openApiDocument } from './openapi.js';

/** A parsed document, whose shape only its schema knows. */
type Json = ReturnType<typeof JSON.parse>;
const clone = (document: unknown): Json => JSON.parse(JSON.stringify(document));
const openApi = () => clone(openApiDocument(catalog));
const asyncApi = () => clone(asyncApiDocument(catalog));

const signInBody = (document: Json) => document.paths['/sessions'].post.requestBody.content['application/json'].schema;
const signInAnswer = (document: Json) =>
  document.paths['/sessions'].post.responses['201'].content['application/json'].schema;
const started = (document: Json) => document.components.messages['genkan.identity.session.started.v1'].payload;

/** Changes the current document and tells what breaks. */
function after(change: (document: Json) => void, document = openApi()): string[] {
  const released = clone(document);
  change(document);
  return breakingChanges(released, document);
}

describe('a change is not breaking when it', () => {
  it('changes nothing', () => expect(after(() => {})).toEqual([]));
  it('adds an optional field to a request', () => {
    expect(after((d) => Object.assign(signInBody(d).properties, { hint: { type: 'string' } }))).toEqual([]);
  });
  it('adds a field to an answer', () => {
    expect(after((d) => Object.assign(signInAnswer(d).properties, { hint: { type: 'string' } }))).toEqual([]);
  });
  it('adds a field to an event', () => {
    expect(after((d) => Object.assign(started(d).properties, { hint: { type: 'string' } }), asyncApi())).toEqual([]);
  });
});

describe('a change is breaking when it', () => {
  it('removes an endpoint', () => {
    expect(after((d) => delete d.paths['/sessions'].post)).toEqual(['POST /sessions is gone']);
  });
  it('requires a new field in a request', () => {
    const found = after((d) => {
      signInBody(d).properties.hint = { type: 'string' };
      signInBody(d).required.push('hint');
    });
    expect(found).toEqual(['POST /sessions body.hint is required now']);
  });
  it('removes a field of an answer', () => {
    expect(after((d) => delete signInAnswer(d).properties.stage)).toEqual(['POST /sessions 201.stage is gone']);
  });
  it('makes a field of an answer optional', () => {
    const found = after((d) => {
      signInAnswer(d).required = signInAnswer(d).required.filter((name: string) => name !== 'stage');
    });
    expect(found).toEqual(['POST /sessions 201.stage is optional now']);
  });
  it('adds a value that readers of an answer do not know', () => {
    expect(after((d) => signInAnswer(d).properties.stage.enum.push('new'))).toEqual([
      'POST /sessions 201.stage: new is not foreseen by the other side',
    ]);
  });
  it('takes a value away that senders use', () => {
    const found = after((d) => {
      const parameter = d.paths['/activities'].get.parameters.find((p: Json) => p.name === 'result');
      parameter.schema.enum = ['SUCCESS'];
    });
    expect(found).toEqual(['GET /activities parameter result: FAIL, DENIED is not foreseen by the other side']);
  });
  it('changes the type of a fact', () => {
    const found = after((d) => {
      started(d).properties.sessionId.type = 'integer';
    }, asyncApi());
    expect(found).toEqual(['genkan.identity.session.started.v1.sessionId: its type changed']);
  });
  it('removes an event', () => {
    const found = after((d) => delete d.components.messages['genkan.identity.session.started.v1'], asyncApi());
    expect(found).toEqual(['genkan.identity.session.started.v1 is gone']);
  });
});
