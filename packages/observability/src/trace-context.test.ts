import { describe, expect, it } from '@jest/globals';
import { currentTrace, outgoingTraceparent, runInTrace } from './trace-context.js';
import { childOf, formatTraceparent, freshTraceparent, parseTraceparent } from './traceparent.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const header = `00-${traceId}-${spanId}-01`;

describe('parseTraceparent', () => {
  it('reads the example of the standard', () => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled: true });
    expect(parseTraceparent(`00-${traceId}-${spanId}-00`)?.sampled).toBe(false);
  });

  it('reads a later version as far as this one goes', () => {
    expect(parseTraceparent(`cc-${traceId}-${spanId}-03-what-the-future`)).toEqual({ traceId, spanId, sampled: true });
  });

  it.each([
    undefined,
    '',
    header.toUpperCase(),
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `${header}-more`,
    `${header}\n`,
    ` ${header}`,
    `cc-${traceId}-${spanId}-01more`,
    `00-${traceId.slice(1)}-${spanId}-01`,
    `${header},${header}`,
  ])('refuses %j', (invalid) => {
    expect(parseTraceparent(invalid)).toBeUndefined();
  });

  it('reads what formatTraceparent writes', () => {
    const fresh = freshTraceparent();
    expect(parseTraceparent(formatTraceparent(fresh))).toEqual(fresh);
    expect(childOf(fresh)).toEqual({ ...fresh, spanId: expect.not.stringMatching(fresh.spanId) });
  });
});

describe('runInTrace', () => {
  it('continues the trace it was given with a span of its own', () => {
    const inside = runInTrace({ traceparent: header, requestId: 'r' }, () => ({
      ...currentTrace(),
      out: outgoingTraceparent(),
    }));
    expect(inside).toMatchObject({ traceId, requestId: 'r', sampled: true });
    expect(inside.spanId).not.toBe(spanId);
    expect(inside.out).toBe(`00-${traceId}-${inside.spanId}-01`);
  });

  it('starts a fresh trace for an invalid header', () => {
    const inside = runInTrace({ traceparent: 'garbage' }, currentTrace);
    expect(inside?.traceId).toMatch(/^[\da-f]{32}$/);
  });

  it('keeps simultaneous requests apart', async () => {
    const seen = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        runInTrace({ requestId: `r-${at}` }, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentTrace()?.requestId;
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 50 }, (_, at) => `r-${at}`));
    expect(currentTrace()).toBeUndefined();
    expect(parseTraceparent(outgoingTraceparent())).toBeDefined();
  });
});
