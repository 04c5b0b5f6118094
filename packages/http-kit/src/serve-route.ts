import { type Ctx, nothingRecorded, type Recording } from '@genkan/call/ctx';
import type { FieldError } from '@genkan/call/field-error';
import { type IdempotencyClaim, IdempotentReplay } from '@genkan/call/idempotency';
import { Refusal } from '@genkan/call/refusal';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { CallContext } from '@genkan/contracts/call-context';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { RECORDED_HEADER } from '@genkan/contracts/internal-token';
import type { CommonErrorCode } from '@genkan/contracts/problem';
import type { Logger } from '@genkan/observability/logger';
import { runInTrace } from '@genkan/observability/trace-context';
import type { Request, RequestHandler, Response } from 'express';
import { credentialHeaders, renderBody, renderStored, replay, sendJson } from './answer.js';
import type { CallHeaders, LooseAnswer, Route } from './binder.js';
import { acceptsJson, callHeaders } from './call-headers.js';
import { refusalOf } from './caller-rule.js';
import { expectedRefusal, type MapError } from './expected-refusal.js';
import { type Idempotency, idempotencyClaim } from './idempotency.js';
import type { VerifyToken } from './internal-token.js';
import { type ParsedRequest, parseRequest } from './parse-request.js';
import { readBody } from './read-body.js';
import { reportFailure } from './report-failure.js';
import type { ObserveAnswer } from './request-metrics.js';
import { TokenRefused } from './signed-token.js';

/** What all routes of a service share. */
export interface Serving {
  readonly verifyToken: VerifyToken;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly observe: ObserveAnswer;
  readonly idempotency: Idempotency | undefined;
  readonly mapError: MapError | undefined;
  /** Fields and events beyond the contract are a fault instead of being dropped or let through. */
  readonly isStrict: boolean;
}

const BEARER = /^Bearer ([\w.-]+)$/;

/** One endpoint behind HTTP. Every failure ends as a problem, and whatever was committed is named in the answer. */
export function serveRoute(route: Route, serving: Serving): RequestHandler {
  const { endpoint } = route;
  return async (req, res) => {
    const startedAt = performance.now();
    const recording = nothingRecorded();
    let requestId: string | undefined;
    try {
      const caller = await verifiedCaller(req, endpoint.action, serving.verifyToken);
      requestId = caller.requestId;
      await runInTrace(caller, () => answerCall(route, serving, { caller, recording, req, res }));
    } catch (error) {
      nameRecord(res, recording);
      const refusal = expectedRefusal(error, serving.mapError);
      reportFailure({
        error,
        refusal,
        res,
        endpoint,
        requestId: requestId ?? serving.ids.uuid(),
        logger: serving.logger,
      });
    }
    serving.observe(endpoint.name, res.statusCode, (performance.now() - startedAt) / 1_000);
  };
}

async function verifiedCaller(req: Request, action: string, verifyToken: VerifyToken): Promise<CallContext> {
  const token = BEARER.exec(req.headers.authorization ?? '')?.[1];
  if (!token) throw new Refusal<CommonErrorCode>('gateway.unauthenticated');
  try {
    return await verifyToken(token, action);
  } catch (cause) {
    if (!(cause instanceof TokenRefused)) throw cause;
    throw new Refusal<CommonErrorCode>('gateway.unauthenticated', { kind: 'operational', cause });
  }
}

interface Call {
  readonly caller: CallContext;
  readonly recording: Recording;
  readonly req: Request;
  readonly res: Response;
}

async function answerCall(route: Route, serving: Serving, { caller, recording, req, res }: Call): Promise<void> {
  const { endpoint } = route;
  const refusal = refusalOf(endpoint, caller);
  if (refusal) throw new Refusal<CommonErrorCode>(refusal);
  if (!acceptsJson(req)) throw new Refusal<CommonErrorCode>('gateway.not_acceptable');
  const body = await readBody(req);
  const { 'if-match': ifMatch, 'idempotency-key': idempotencyKey } = req.headers;
  const raw = { url: req.url, params: req.params, body, ifMatch, idempotencyKey: idempotencyKey?.toString() };
  const { errors, input } = parseRequest(endpoint, raw);
  const noClaim: Ctx = { ...caller, clock: serving.clock, recording, idempotency: null };
  if (errors) throw await invalidRequest(route, serving, { ctx: noClaim, errors, input });
  const claim = claimOf(route, serving, { caller, req, body });
  const ctx: Ctx = { ...noClaim, idempotency: claim };

  const headers = callHeaders(req, endpoint);
  if (endpoint.conditional && headers.version === undefined) {
    throw new Refusal<CommonErrorCode>('gateway.precondition_required');
  }

  const stored = claim && (await serving.idempotency?.find(claim));
  if (stored) return replay(res, endpoint, stored);
  try {
    const value = await route.handle(ctx, input, headers).finally(() => {
      if (serving.isStrict) assertDeclared(endpoint, recording);
    });
    const answer = route.present(value);
    send(res, route, answer, { serving, recording, headers });
  } catch (error) {
    if (!(error instanceof IdempotentReplay)) throw error;
    replay(res, endpoint, error.answer);
  }
}

/** An event that the contract does not name would be missing from documents and event map. */
function assertDeclared({ name, emits }: EndpointContract, { types }: Recording): void {
  const undeclared = types.filter((type) => emits.every((contract) => contract.type !== type));
  if (undeclared.length > 0)
    throw new Error(`${name} emits ${undeclared.join(', ')}, which its contract does not name`);
}

/** Every invalid field: those that the contract refuses, and those that the domain would refuse once these are right. */
async function invalidRequest(
  { check }: Route,
  { mapError }: Serving,
  { ctx, errors, input }: { ctx: Ctx; errors: readonly FieldError[]; input: Partial<ParsedRequest> },
): Promise<Refusal<CommonErrorCode>> {
  const named = new Set(errors.map(({ field }) => field));
  const alsoRefused = await check(ctx, input, (field) => named.has(field)).then(
    () => [],
    (error: unknown) => fieldErrorsIn(error, mapError),
  );
  const fieldErrors = [...errors, ...alsoRefused.filter(({ field }) => !named.has(field))];
  return new Refusal<CommonErrorCode>('gateway.invalid_request', { fieldErrors });
}

function fieldErrorsIn(error: unknown, mapError: MapError | undefined): readonly FieldError[] {
  const refusal = expectedRefusal(error, mapError);
  if (refusal?.kind !== 'user') throw error;
  return refusal.fieldErrors ?? [];
}

function claimOf(
  { endpoint, present }: Route,
  { idempotency, isStrict }: Serving,
  { caller, req, body }: { caller: CallContext; req: Request; body: Uint8Array },
): IdempotencyClaim | null {
  const header = req.headers['idempotency-key'];
  if (!idempotency || !endpoint.idempotent || header === undefined) return null;
  return idempotencyClaim({
    header: String(header),
    ctx: caller,
    endpoint: endpoint.name,
    url: req.url,
    body,
    secret: idempotency.key,
    render: (value) => renderStored(endpoint, present(value), isStrict),
  });
}

function send(
  res: Response,
  { endpoint }: Route,
  answer: LooseAnswer,
  { serving, recording, headers }: { serving: Serving; recording: Recording; headers: CallHeaders },
): void {
  // Everything that may fail comes first, so that a failure leaves no header behind.
  const body = renderBody(endpoint, answer.body, serving.isStrict);
  for (const [name, value] of credentialHeaders(endpoint, answer.set)) res.setHeader(name, value);
  nameRecord(res, recording);
  if (answer.etag !== undefined) res.setHeader('etag', `"${answer.etag}"`);
  const isKnown = answer.etag !== undefined && answer.etag === headers.ifNoneMatch;
  if (isKnown && endpoint.method === 'GET') sendJson(res, 304, '');
  else sendJson(res, endpoint.response.status, body);
}

/** Tells the gateway that this call has its record already. */
function nameRecord(res: Response, { eventId }: Recording): void {
  if (eventId && !res.headersSent) res.setHeader(RECORDED_HEADER, eventId);
}
