import { answerHeaders, answerHeadersAt } from './answer-headers.js';
import type { Catalog } from './catalog.js';
import { API_PREFIX, type CallerClass, type EndpointContract, isPublic, VERSION_TAG } from './endpoint.js';
import { errorAnswers, errorAnswersOf } from './error-answers.js';
import { DocumentSchemas, type Json } from './json-schema.js';
import { problem } from './problem.js';
import { services } from './service-name.js';

const cookieOf: Partial<Record<CallerClass, string>> = {
  draft: 'draftCookie',
  member: 'sessionCookie',
  principal: 'sessionCookie',
  operator: 'sessionCookie',
};

/** The OpenAPI 3.1 document of everything that clients may call. */
export function openApiDocument(catalog: Catalog): Json {
  const endpoints = catalog.endpoints.filter(isPublic);
  const schemas = new DocumentSchemas();
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) };
  }
  const responses = { NotModified: notModified, ...errorAnswers(endpoints, schemas.of(problem)) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Genkan',
      version: '1',
      description:
        'The front door of a cloud platform. Every error is RFC 9457 problem+json with a stable `code`; every call is found in the audit by its `requestId`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: API_PREFIX }],
    tags: tagsOf(endpoints),
    paths,
    components: {
      schemas: schemas.components,
      parameters: headerParameters,
      headers: answerHeaders,
      responses,
      securitySchemes: {
        sessionCookie: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        draftCookie: { type: 'apiKey', in: 'cookie', name: '__Host-draft' },
        csrfToken: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  };
}

/** The name of each service that clients may call is the tag of its operations. */
function tagsOf(endpoints: readonly EndpointContract[]): Json[] {
  const used = new Set<string>(endpoints.map(({ service }) => service));
  return Object.entries(services)
    .filter(([name]) => used.has(name))
    .map(([name, { about }]) => ({ name, description: about }));
}

function operation(endpoint: EndpointContract, schemas: DocumentSchemas): Json {
  const { request, response } = endpoint;
  const isReadAgain = endpoint.method === 'GET' && response.etag;
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    description: description(endpoint),
    tags: [endpoint.service],
    security: security(endpoint),
    parameters: [
      ...parameters(schemas.of(request.params), 'path', request.sample.params),
      ...parameters(schemas.of(request.query), 'query', request.sample.query),
      ...(endpoint.idempotent ? [headerParameter('Idempotency-Key')] : []),
      ...(endpoint.conditional ? [headerParameter('If-Match')] : []),
      ...(isReadAgain ? [headerParameter('If-None-Match')] : []),
    ],
    ...(request.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemas.of(request.body), example: request.sample.body } },
      },
    }),
    responses: {
      [response.status]: {
        description: response.description,
        headers: answerHeadersAt(response.status, response.etag),
        ...(response.body && { content: { 'application/json': { schema: schemas.of(response.body) } } }),
      },
      ...(isReadAgain && { 304: { $ref: '#/components/responses/NotModified' } }),
      ...errorAnswersOf(endpoint),
    },
    'x-action': endpoint.action,
    'x-gate': endpoint.gate,
    'x-stages': endpoint.stages,
    'x-audit': endpoint.audit,
    'x-emits': endpoint.emits.map((event) => event.type),
  };
}

function description({ auth, stages, gate, action }: EndpointContract): string {
  const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  return [
    `Callers: ${listed(auth)}${stages.length > 0 ? `, in the session stages ${listed(stages)}` : ''}.`,
    `In policies and in the audit it is \`${action}\`.`,
    ...(gate === 'exempt' ? ['It answers before a payment method is registered.'] : []),
  ].join(' ');
}

function security(endpoint: EndpointContract): Json[] {
  const writes = endpoint.method === 'GET' ? {} : { csrfToken: [] };
  const cookies = new Set(endpoint.auth.map((caller) => cookieOf[caller]));
  return [...cookies].map((cookie) => (cookie ? { [cookie]: [], ...writes } : {}));
}

function parameters(schema: Json, place: 'path' | 'query', sample: Json = {}): Json[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] };
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

/** Header fields that calls share, as components of the document. */
const headerParameters = {
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Sent again with the same body within 24 hours, the first answer is given again.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'ETag of the version that you saw. Without it 428; when it was changed meanwhile 412.',
    schema: version,
    example: '"1"',
  },
  // Without an example: what is tried out first should show something.
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'ETag of the version that you have. While it is the current one 304.',
    schema: version,
  },
};

const headerParameter = (name: keyof typeof headerParameters): Json => ({ $ref: `#/components/parameters/${name}` });

const notModified = {
  description: 'Nothing has changed since the version of If-None-Match.',
  headers: answerHeadersAt(304, true),
};
