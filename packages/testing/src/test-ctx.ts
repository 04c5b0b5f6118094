import { randomUUID } from 'node:crypto';
import { type Ctx, nothingRecorded } from '@genkan/call/ctx';
import { anonymousActor } from '@genkan/contracts/call-context';
import { fakeClock } from './fake-clock.js';

/**
 * The context of one call: an anonymous visitor of the portal, a new request id (which is the correlation id too), a clock
 * that stands still, nothing recorded yet. Say what the test is about, such as `{ actor, accountNo, stage: 'full' }`.
 */
export function testCtx(overrides: Partial<Ctx> = {}): Ctx {
  const requestId = overrides.requestId ?? randomUUID();
  return {
    actor: anonymousActor,
    accountNo: null,
    stage: null,
    source: 'PORTAL',
    sourceIp: '203.0.113.7',
    userAgent: 'Mozilla/5.0 (test)',
    requestId,
    correlationId: requestId,
    causationId: null,
    decisionId: null,
    traceparent: `00-${requestId.replaceAll('-', '')}-00000000000000a1-01`,
    clock: fakeClock(),
    recording: nothingRecorded(),
    idempotency: null,
    ...overrides,
  };
}
