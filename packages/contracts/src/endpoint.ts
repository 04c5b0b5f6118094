import { z } from 'zod';
import type { Stage } from './call-context.js';
import type { EventContract } from './event.js';
import { conditionalErrors, type ErrorTable } from './problem.js';
import type { ServiceName } from './service-name.js';

/**
 * Who may call. `draft` holds the sign-up cookie, `member` is the main account, `principal` a member or a sub
 * account, `gateway` the gateway itself (internal endpoints, never forwarded).
 */
export type CallerClass = 'anonymous' | 'draft' | 'member' | 'principal' | 'operator' | 'product' | 'gateway';

/** Cookies that the gateway sets or clears for the service's answer. */
export type CredentialName = 'draft' | 'session' | 'device';

/** An ETag that If-Match may name: a version between quotes. */
export const VERSION_TAG = /^"([1-9][0-9]{0,9})"$/;

type Shape = z.ZodObject;

/** A realistic example of what is sent: it becomes the example of the generated documents, and parses by its own schemas. */
export interface RequestSample<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly params?: z.input<Params>;
  readonly query?: Partial<z.input<Query>>;
  readonly body?: Body extends z.ZodType ? z.input<Body> : undefined;
}

export interface EndpointContract<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Answer extends z.ZodType | undefined = z.ZodType | undefined,
  Conditional extends boolean = boolean,
  Errors extends ErrorTable = ErrorTable,
  Etag extends boolean = boolean,
> {
  readonly service: ServiceName;
  /** Verb and noun in camel case, unique over all services: the operation id of the OpenAPI document. */
  readonly name: string;
  readonly summary: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1` (or below `/internal` for auth `gateway`), parameters as `{id}`. */
  readonly path: `/${string}`;
  readonly auth: readonly CallerClass[];
  /** Session stages that may call; drafts and anonymous callers have none. */
  readonly stages: readonly Stage[];
  /** What policy decides on and audit shows, such as `SignIn`; `View…` for what clients GET and for nothing else. */
  readonly action: string;
  /** Type of the resource; `id` names the path parameter that identifies it, if any. */
  readonly resource: { readonly type: string; readonly id?: string };
  /** `exempt` answers before a payment method is registered. */
  readonly gate: 'required' | 'exempt';
  readonly readOnly: boolean;
  /** `failures` for the session check only, `never` for health and generated documents; a test holds the list. */
  readonly audit: 'always' | 'failures' | 'never';
  /** Entries at the gateway that its answer drops at once. */
  readonly invalidates: readonly ('session' | 'draft')[];
  /** Cookies that its answer may set or clear. */
  readonly sets: readonly CredentialName[];
  /** Events that its transactions may emit; the first record of a call is one of them. */
  readonly emits: readonly EventContract[];
  /** Codes beside the common ones, with their statuses. */
  readonly errors: Errors;
  /** Whether it honours `Idempotency-Key` (acceptance A6). Its answer must not hold a secret. */
  readonly idempotent: boolean;
  /** Whether it needs `If-Match` with the version that its caller saw, as updates do (acceptance A5). */
  readonly conditional: Conditional;
  /** Requests per minute and client at the gateway: `sensitive` for guessable or costly ones. */
  readonly rate: 'normal' | 'sensitive';
  readonly request: {
    readonly params: Params;
    readonly query: Query;
    readonly body: Body;
    /** Empty when there is nothing to send. */
    readonly sample: RequestSample<Params, Query, Body>;
  };
  readonly response: {
    readonly status: number;
    readonly description: string;
    /** Whether it carries the version of what it shows as `ETag`, for the next update's `If-Match`. */
    readonly etag: Etag;
    readonly body: Answer;
  };
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

interface EndpointDefinition<
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType | undefined,
  Conditional extends boolean,
  Errors extends ErrorTable,
  Etag extends boolean,
> extends Omit<EndpointContract, 'request' | 'response' | 'conditional' | 'errors'> {
  readonly errors: Errors;
  readonly conditional?: Conditional;
  readonly request: {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly sample?: RequestSample<Params, Query, Body>;
  };
  readonly response: {
    readonly status: number;
    readonly description: string;
    readonly etag?: Etag;
    readonly body?: Answer;
  };
}

/**
 * Defines one endpoint. Everything else derives from it: the gateway's table, routes, validation, OpenAPI, the
 * principal matrix, the audit coverage test, the event map. All fields but `conditional` are required, so an endpoint
 * without declared auth, action, gate and events cannot be written. Request objects must be strict.
 */
export function defineEndpoint<
  Params extends Shape = Nothing,
  Query extends Shape = Nothing,
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
  Conditional extends boolean = false,
  Errors extends ErrorTable = ErrorTable,
  Etag extends boolean = false,
>(
  definition: EndpointDefinition<Params, Query, Body, Answer, Conditional, Errors, Etag>,
): EndpointContract<Params, Query, Body, Answer, Conditional, Errors, Etag> {
  const { request, response, conditional = false } = definition;
  const names = [...definition.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const params = Object.keys(request.params?.shape ?? {});
  if (names.join() !== params.join()) {
    throw new Error(`${definition.name}: path names (${names.join()}) but params has (${params.join()})`);
  }
  const contract = {
    ...definition,
    conditional: conditional as Conditional,
    errors: conditional ? { ...conditionalErrors, ...definition.errors } : definition.errors,
    request: {
      params: (request.params ?? nothing) as Params,
      query: (request.query ?? nothing) as Query,
      body: request.body as Body,
      sample: request.sample ?? {},
    },
    response: { ...response, etag: (response.etag ?? false) as Etag, body: response.body as Answer },
  };
  definitions.set(contract, definitions.size);
  return contract;
}

const definitions = new Map<object, number>();

/** Compares by the order of definition. A module gives its exports sorted by name, its author wrote them in the order of a journey. */
export const byDefinition = (one: EndpointContract, other: EndpointContract): number =>
  (definitions.get(one) ?? 0) - (definitions.get(other) ?? 0);

type Inferred<T> = T extends z.ZodType ? z.infer<T> : undefined;

/** What a handler gets: the validated request. */
export type InputOf<E> =
  E extends EndpointContract<infer Params, infer Query, infer Body, infer _>
    ? { readonly params: z.infer<Params>; readonly query: z.infer<Query>; readonly body: Inferred<Body> }
    : never;

/** What a handler answers with. */
export type AnswerOf<E> =
  E extends EndpointContract<infer _P, infer _Q, infer _B, infer Answer>
    ? Answer extends z.ZodType
      ? z.input<Answer>
      : undefined
    : never;

/** The codes that an endpoint declares: `CodeOf<typeof signIn>`. Of several endpoints' codes, those that stand in each: `CodeOf<typeof a> & CodeOf<typeof b>`. */
export type CodeOf<E extends { readonly errors: ErrorTable }> = Extract<keyof E['errors'], string>;

/** Every code that the endpoints of a module declare: `ErrorCodeOf<typeof sessions>`. */
export type ErrorCodeOf<Module> = {
  [Name in keyof Module]: Module[Name] extends { readonly errors: infer Errors }
    ? Extract<keyof Errors, string>
    : never;
}[keyof Module];

/** Whether clients may call it through the gateway; the others are between gateway and services. */
export const isPublic = (endpoint: EndpointContract): boolean => !endpoint.auth.includes('gateway');

/** Every endpoint that clients may call lies below this path. */
export const API_PREFIX = '/api/v1';

/** The endpoint's whole path, at the gateway and at its service alike, with parameters as `{id}`. */
export const fullPathOf = (endpoint: EndpointContract): string =>
  `${isPublic(endpoint) ? API_PREFIX : '/internal'}${endpoint.path}`;
