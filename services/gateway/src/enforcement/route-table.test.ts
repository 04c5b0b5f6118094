import { defineEndpoint, type EndpointContract } from '@genkan/contracts/endpoint';
import { publicField } from '@genkan/contracts/field';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createRouteTable, paramsOf, pathOf } from './route-table.js';

function endpoint(method: EndpointContract['method'], path: `/${string}`): EndpointContract {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return defineEndpoint({
    service: 'identity',
    name: `${method} ${path}`,
    summary: 'One',
    method,
    path,
    auth: ['anonymous'],
    stages: [],
    action: 'DoIt',
    resource: { type: 'It' },
    gate: 'exempt',
    readOnly: true,
    audit: 'always',
    invalidates: [],
    sets: [],
    emits: [],
    errors: {},
    idempotent: false,
    rate: 'normal',
    request: { params: z.strictObject(Object.fromEntries(names.map((name) => [name, publicField(z.string(), name)]))) },
    response: { status: 200, description: 'Done.' },
  });
}

const find = createRouteTable([
  endpoint('GET', '/sessions'),
  endpoint('GET', '/sessions/current'),
  endpoint('DELETE', '/sessions/{sessionId}'),
  endpoint('PATCH', '/sessions/{id}'),
  endpoint('POST', '/sessions/{id}/notes/{noteId}'),
  endpoint('POST', '/sessions/current/end'),
]);

const found = (method: string, path: string) => {
  const match = find(path);
  const one = match?.methods.get(method);
  return match && one && [one.name, paramsOf(one, match.values)];
};

describe('route table', () => {
  it('finds an endpoint by method and path', () => {
    expect(found('GET', '/api/v1/sessions')).toEqual(['GET /sessions', {}]);
    expect(found('DELETE', '/api/v1/sessions/7')).toEqual(['DELETE /sessions/{sessionId}', { sessionId: '7' }]);
    expect(found('PATCH', '/api/v1/sessions/7')).toEqual(['PATCH /sessions/{id}', { id: '7' }]);
  });

  it('prefers literal segments, and goes back when they lead nowhere', () => {
    expect(found('GET', '/api/v1/sessions/current')).toEqual(['GET /sessions/current', {}]);
    expect(found('POST', '/api/v1/sessions/current/notes/2')).toEqual([
      'POST /sessions/{id}/notes/{noteId}',
      { id: 'current', noteId: '2' },
    ]);
  });

  it('tells what methods a path has', () => {
    expect([...(find('/api/v1/sessions/7')?.methods.keys() ?? [])]).toEqual(['DELETE', 'PATCH']);
    expect(found('GET', '/api/v1/sessions/7')).toBeUndefined();
  });

  it.each([
    '',
    '/',
    '*',
    '/api/v1',
    '/api/v1/',
    '/api/v2/sessions',
    '/sessions',
    '/api/v1/sessions/',
    '/api/v1//sessions',
    '/API/v1/sessions',
    '/api/v1/SESSIONS',
    '/api/v1/sessions/7/notes',
    '/api/v1/sessions/../sessions',
    '/api/v1/sessions/%2E%2E',
    '/api/v1/sessions/a%2Fb',
    '/api/v1/sessions/%FF',
    '/api/v1/__proto__',
    '/api/v1/sessions/current/constructor',
    'http://evil.example/api/v1/sessions',
  ])('finds nothing at %j', (path) => {
    expect(find(path)).toBeUndefined();
  });

  it('writes the path for the service with every value encoded', () => {
    const one = endpoint('DELETE', '/sessions/{sessionId}');
    expect(pathOf(one, { sessionId: 'a?b#c d\r\n' })).toBe('/api/v1/sessions/a%3Fb%23c%20d%0D%0A');
  });

  it('refuses two endpoints at one place', () => {
    expect(() => createRouteTable([endpoint('GET', '/a/{x}'), endpoint('GET', '/a/{y}')])).toThrow(
      'same method and path',
    );
  });
});
