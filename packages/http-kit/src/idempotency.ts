import { createHmac } from 'node:crypto';
import type { FieldError } from '@genkan/call/field-error';
import type { IdempotencyClaim, StoredAnswer } from '@genkan/call/idempotency';
import type { CallContext } from '@genkan/contracts/call-context';

/** How a service keeps the answers of creating calls (acceptance A6). */
export interface Idempotency {
  /** Key of the HMAC over bodies: a body may hold a password, so no plain hash of it is kept. */
  readonly key: Uint8Array;
  /** `findStoredAnswer` of messaging, asked before the handler runs; throws its `IdempotencyMismatch`. */
  find(claim: IdempotencyClaim): Promise<StoredAnswer | null | undefined>;
}

const PRINTABLE = /^[\x21-\x7e]{1,128}$/;

/** What is wrong with an Idempotency-Key header; that there is none is not. */
export function wrongIdempotencyKey(header: string | undefined): FieldError[] {
  if (header === undefined || PRINTABLE.test(header)) return [];
  const message = '1 to 128 printable ASCII characters, sent once';
  return [{ field: 'header.idempotency-key', code: 'wrong_format', message }];
}

/** The claim that an Idempotency-Key header makes: bound to who calls, to the endpoint, and to the very bytes of URL and body. */
export function idempotencyClaim(call: {
  readonly header: string;
  readonly ctx: CallContext;
  readonly endpoint: string;
  readonly url: string;
  readonly body: Uint8Array;
  readonly secret: Uint8Array;
  readonly render: (value: unknown) => StoredAnswer;
}): IdempotencyClaim {
  const { header, ctx, endpoint, url, body, secret, render } = call;
  // Nobody without an identity gets another's answer: such callers are told apart by their address.
  const principal = `${ctx.actor.type}:${ctx.actor.id ?? ctx.sourceIp}`;
  const bodyHash = createHmac('sha256', secret).update(`${url}\n`).update(body).digest('hex');
  return { principal, endpoint, key: header, bodyHash, render };
}
