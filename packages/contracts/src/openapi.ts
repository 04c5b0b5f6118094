import type { z } from 'zod';
import { answerHeaders, answerHeadersAt } from './answer-headers.js';
import type { Catalog } from './catalog.js';
import { type CallerClass, type EndpointContract, isPublic, VERSION_TAG } from './endpoint.js';
import { errorsAt, errorsOfEveryCall } from './endpoint-errors.js';
import { jsonSchema } from './json-schema.js';
import { type ErrorTable, problem } from './problem.js';

type Json = Record<string, unknown>;

const cookieOf: Partial<Record<CallerClass, string>> = {
  draft: 'draftCookie',
  member: 'sessionCookie',
  principal: 'sessionCookie',
  operator: 'sessionCookie',
};

/** The OpenAPI 3.1 document of everything that clients may call. */
export function openApiDocument(catalog: Catalog): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of catalog.endpoints.filter(isPublic)) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Genkan',
      version: '1',
      description:
        'The front door of a cloud platform. Every error is RFC 9457 problem+json with a stable `code`; every call is found in the audit by its `requestId`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem) },
      headers: answerHeaders,
      responses: Object.fromEntries(
        Object.entries(errorResponses(errorsOfEveryCall)).map(([status, response]) => [componentOf(status), response]),
      ),
      securitySchemes: {
        sessionCookie: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        draftCookie: { type: 'apiKey', in: 'cookie', name: '__Host-draft' },
        csrfToken: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  };
}

function operation(endpoint: EndpointContract): Json {
  const { request, response } = endpoint;
  const isReadAgain = endpoint.method === 'GET' && response.etag;
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.service],
    security: security(endpoint),
    parameters: [
      ...parameters(request.params, 'path', request.sample.params),
      ...parameters(request.query, 'query', request.sample.query),
      ...(endpoint.idempotent ? [idempotencyKey] : []),
      ...(endpoint.conditional ? [ifMatch] : []),
      ...(isReadAgain ? [ifNoneMatch] : []),
    ],
    ...(request.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(request.body), example: request.sample.body } },
      },
    }),
    responses: {
      [response.status]: {
        description: response.description,
        headers: { ...(response.etag && { ETag: etag }), ...answerHeadersAt(response.status) },
        ...(response.body && { content: { 'application/json': { schema: jsonSchema(response.body) } } }),
      },
      ...(isReadAgain && { 304: notModified }),
      ...commonResponses,
      ...errorResponses(errorsAt(endpoint), errorsOfEveryCall),
    },
    'x-action': endpoint.action,
    'x-gate': endpoint.gate,
    'x-stages': endpoint.stages,
    'x-audit': endpoint.audit,
    'x-emits': endpoint.emits.map((event) => event.type),
  };
}

function security(endpoint: EndpointContract): Json[] {
  const writes = endpoint.method === 'GET' ? {} : { csrfToken: [] };
  const cookies = new Set(endpoint.auth.map((caller) => cookieOf[caller]));
  return [...cookies].map((cookie) => (cookie ? { [cookie]: [], ...writes } : {}));
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same body within 24 hours, the first answer is given again.',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function parameters(schema: z.ZodObject, place: 'path' | 'query', sample: Json = {}): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    description,
    schema: rest,
    ...(sample[name] !== undefined && { example: sample[name] }),
  }));
}

const version = { type: 'string', pattern: VERSION_TAG.source };
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'ETag of the version that you saw. Without it 428; when it was changed meanwhile 412.',
  schema: version,
  example: '"1"',
};
const etag = { required: true, description: 'Version of what is answered.', schema: version };
// Without an example: what is tried out first should show something.
const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'ETag of the version that you have. While it is the current one 304.',
  schema: version,
};
const notModified = {
  description: 'Nothing has changed since the version of If-None-Match.',
  headers: { ETag: etag, ...answerHeadersAt(304) },
};

/** One response for each status of `errors`, which lists the codes that it may carry; those of `more` are listed, too. */
function errorResponses(errors: ErrorTable, more: ErrorTable = {}): Record<string, Json> {
  const statuses = new Set(Object.values(errors).map(({ status }) => status));
  const all = Object.entries({ ...more, ...errors });
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      {
        description: all
          .filter(([, error]) => error.status === status)
          .map(([code, { title }]) => `\`${code}\`: ${title}.`)
          .join('\n\n'),
        headers: answerHeadersAt(status),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** Name of the response that every operation has for a status. */
const componentOf = (status: string | number): string => `Error${status}`;

const commonResponses: Json = Object.fromEntries(
  Object.values(errorsOfEveryCall).map(({ status }) => [
    status,
    { $ref: `#/components/responses/${componentOf(status)}` },
  ]),
);
