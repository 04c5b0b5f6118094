import { stage } from './call-context.js';
import type { CallerClass, EndpointContract } from './endpoint.js';
import { commonErrors, type ErrorTable } from './problem.js';

type CommonCode = keyof typeof commonErrors;

/** Where a common error can be met, in words and as a test of an endpoint. */
interface Reach {
  readonly where: string;
  readonly at: (endpoint: EndpointContract) => boolean;
}

const ofSessions: readonly CallerClass[] = ['member', 'principal', 'operator'];
const takesSession = ({ auth }: EndpointContract) => auth.some((caller) => ofSessions.includes(caller));

const everyCall: Reach = { where: 'every call', at: () => true };
const noEndpoint: Reach = { where: 'where there is no endpoint', at: () => false };
const bodies: Reach = { where: 'calls with a body', at: ({ request }) => request.body !== undefined };
const forwarded: Reach = {
  where: 'calls that a service answers',
  at: ({ service }) => service !== 'gateway',
};

/** The reach of each common error. Those of the gateway's own order of refusals: its README. */
const reaches: Readonly<Record<CommonCode, Reach>> = {
  'gateway.malformed_request': everyCall,
  'gateway.invalid_request': everyCall,
  'gateway.unauthenticated': {
    where: 'calls that need a credential',
    at: ({ auth }) => !auth.includes('anonymous'),
  },
  'gateway.csrf_failed': { where: 'all but GET', at: ({ method }) => method !== 'GET' },
  'gateway.stage_not_allowed': {
    where: 'calls with a session',
    at: (endpoint) => takesSession(endpoint) && stage.options.some((one) => !endpoint.stages.includes(one)),
  },
  'gateway.caller_not_allowed': { where: 'calls with a session', at: takesSession },
  'gateway.not_found': noEndpoint,
  'gateway.method_not_allowed': noEndpoint,
  'gateway.not_acceptable': everyCall,
  'gateway.request_timeout': everyCall,
  'gateway.body_too_large': bodies,
  'gateway.unsupported_media_type': bodies,
  'gateway.idempotency_key_reused': {
    where: 'calls that honour Idempotency-Key',
    at: ({ idempotent }) => idempotent,
  },
  'gateway.rate_limited': everyCall,
  'gateway.headers_too_large': everyCall,
  'gateway.internal_error': everyCall,
  'gateway.unsupported_transfer_coding': bodies,
  'gateway.bad_upstream': forwarded,
  'gateway.unavailable': everyCall,
  'gateway.record_unavailable': everyCall,
  'gateway.timeout': forwarded,
};

const codes = Object.keys(reaches) as CommonCode[];
const pick = (wanted: readonly CommonCode[]): ErrorTable =>
  Object.fromEntries(wanted.map((code) => [code, commonErrors[code]]));

/** The common errors, each with where it can be met. */
export const commonErrorReaches = codes.map((code) => ({ code, ...commonErrors[code], where: reaches[code].where }));

/** Errors that every call may be answered with. */
export const errorsOfEveryCall: ErrorTable = pick(codes.filter((code) => reaches[code] === everyCall));

/** What an endpoint may answer with beside `errorsOfEveryCall`: the common errors that are possible there, and its own. */
export const errorsAt = (endpoint: EndpointContract): ErrorTable => ({
  ...pick(codes.filter((code) => reaches[code] !== everyCall && reaches[code].at(endpoint))),
  ...endpoint.errors,
});
