import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from './asyncapi.js';
import { breakingChanges } from './breaking-changes.js';
import { catalog } from './catalog.js';
import { openApiDocument } from './openapi.js';
import { inlined } from './references.js';

/** A parsed document, whose shape only its schema knows. */
type Json = ReturnType<typeof JSON.parse>;
const clone = (document: unknown): Json => JSON.parse(JSON.stringify(document));
const openApi = openApiDocument(catalog);
const asyncApi = asyncApiDocument(catalog);

/** Changes a document and tells what breaks. */
function after(change: (document: Json) => void, document: unknown): string[] {
  const current = clone(document);
  change(current);
  return breakingChanges(clone(document), current);
}

describe('a schema that has a name', () => {
  const sessionStarted = 'genkan.identity.session.started.v1';

  it.each([
    ['OpenAPI', openApi, inlined(openApi)],
    ['AsyncAPI', asyncApi, inlined(asyncApi)],
  ])('is the same as one without in %s', (_, withNames, without) => {
    expect(breakingChanges(without, withNames)).toEqual([]);
    expect(breakingChanges(withNames, without)).toEqual([]);
  });

  type Case = readonly [what: string, change: (components: Json) => unknown, found: string];
  it.each<Case>([
    [
      'a header',
      ({ headers }) => Object.assign(headers['Retry-After'].schema, { type: 'string' }),
      'POST /sessions 429 header Retry-After: its type changed',
    ],
    [
      'a header that may be left out',
      ({ headers }) => delete headers.ETag.required,
      'POST /registrations 201 header ETag is optional now',
    ],
    [
      'an answer',
      ({ responses }) => delete responses['identity.session_not_found'].headers.RateLimit,
      'DELETE /sessions/{sessionId} 404 header RateLimit is gone',
    ],
    [
      'the code of an error',
      ({ responses }) =>
        delete responses['identity.session_not_found'].content['application/problem+json'].schema.properties,
      'DELETE /sessions/{sessionId} 404: its code identity.session_not_found is gone',
    ],
    [
      'what all errors have',
      ({ schemas }) => delete schemas.Problem.properties.requestId,
      'GET /activities 400.requestId is gone',
    ],
    [
      'an error in them',
      ({ schemas }) => delete schemas.FieldError.properties.field,
      'GET /activities 400.errors[].field is gone',
    ],
    [
      'a parameter',
      ({ parameters }) => Object.assign(parameters['If-Match'].schema, { maxLength: 1 }),
      'PUT /registrations/current/consents parameter If-Match: its maxLength changed',
    ],
    [
      'a parameter that must be there',
      ({ parameters }) => Object.assign(parameters['If-None-Match'], { required: true }),
      'GET /registrations/current: parameter If-None-Match is required now',
    ],
    ['a body', ({ schemas }) => schemas.Credentials.required.push('code'), 'POST /sessions body.code is required now'],
    [
      'an enum in a list',
      ({ schemas }) => schemas.Language.enum.push('fr'),
      'GET /registration-options 200.languages[]: fr is not foreseen by the other side',
    ],
    [
      'an enum in a value that may be null',
      ({ schemas }) => schemas.Language.enum.push('fr'),
      'GET /registrations/current 200.profile.language: fr is not foreseen by the other side',
    ],
  ])('is looked into: %s', (_, change, found) => {
    expect(after((document) => change(document.components), openApi)).toContain(found);
  });

  it.each<Case>([
    [
      'the envelope',
      ({ schemas }) => delete schemas.Envelope.properties.time,
      `${sessionStarted} headers.time is gone`,
    ],
    [
      'what audit stores',
      ({ schemas }) => Object.assign(schemas.Activity.properties.scope, { type: 'integer' }),
      `${sessionStarted}.activity.scope: its type changed`,
    ],
    [
      'something in it',
      ({ schemas }) => schemas.ActorType.enum.push('robot'),
      `${sessionStarted}.activity.actor.type: robot is not foreseen by the other side`,
    ],
  ])('is looked into in events: %s', (_, change, found) => {
    expect(after((document) => change(document.components), asyncApi)).toContain(found);
  });

  it('may be a code more: who reads codes expects some that it does not know', () => {
    const found = after(({ components }) => {
      const answer = components.responses['identity.session_not_found'];
      answer.content['application/problem+json'].schema.properties.code.enum.push('identity.other');
    }, openApi);
    expect(found).toEqual([]);
  });

  it('may be inside itself', () => {
    const reference = { $ref: '#/components/schemas/Tree' };
    const tree = {
      type: 'object',
      properties: { name: { type: 'string' }, branches: { type: 'array', items: reference } },
    };
    const document = {
      paths: { '/trees': { get: { responses: { 200: { content: { 'application/json': { schema: reference } } } } } } },
      components: { schemas: { Tree: tree, Leaf: { type: 'object' } } },
    };
    expect(after(() => {}, document)).toEqual([]);
    expect(
      after(({ components }) => Object.assign(components.schemas.Tree.properties.name, { type: 'x' }), document),
    ).toEqual(['GET /trees 200.name: its type changed']);
    expect(
      after(({ components }) => {
        components.schemas.Tree.properties.branches.items.$ref = '#/components/schemas/Leaf';
      }, document),
    ).toEqual(['GET /trees 200.branches[]: its type changed']);
  });

  it('may be inside itself in another way, which is not the same', () => {
    const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const document = {
      components: {
        messages: { grown: { payload: to('Tree') } },
        schemas: { Tree: { properties: { branch: to('Branch') } }, Branch: { properties: { end: to('Tree') } } },
      },
    };
    const found = after(
      ({ components }) => Object.assign(components.schemas.Branch.properties.end, to('Branch')),
      document,
    );
    expect(found).toEqual(['grown.branch.end: refers to something else now']);
  });

  it('must be there', () => {
    const dangling = { paths: { '/x': { $ref: '#/components/paths/X' } } };
    expect(() => breakingChanges(dangling, dangling)).toThrow('#/components/paths/X leads nowhere');
  });
});
