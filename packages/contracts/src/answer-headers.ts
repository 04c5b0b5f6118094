import { VERSION_TAG } from './endpoint.js';
import type { Json } from './json-schema.js';

/** Header fields that answers share, as components of the OpenAPI document (acceptance A7). */
export const answerHeaders = {
  ETag: {
    required: true,
    description: 'Version of what is answered.',
    schema: { type: 'string', pattern: VERSION_TAG.source },
  },
  'RateLimit-Policy': {
    required: true,
    description: 'Limits by which the call was counted: calls (`q`) within seconds (`w`).',
    schema: { type: 'string' },
    example: '"normal-address";q=3000;w=60',
  },
  RateLimit: {
    required: true,
    description: 'Where you stand with each of these limits: calls left (`r`) for so many seconds (`t`).',
    schema: { type: 'string' },
    example: '"normal-address";r=2999;t=60',
  },
  'Retry-After': {
    required: true,
    description: 'Seconds to wait before you call again.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  },
};

/** Statuses of refusals that pass by themselves. */
const PASSING: readonly number[] = [429, 503];

/** The shared header fields of an answer with this status. The gateway counts a call before anything else, so each tells of the limits. */
export function answerHeadersAt(status: number, hasVersion = false): Json {
  const names: (keyof typeof answerHeaders)[] = [
    ...(hasVersion ? (['ETag'] as const) : []),
    'RateLimit-Policy',
    'RateLimit',
    ...(PASSING.includes(status) ? (['Retry-After'] as const) : []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
