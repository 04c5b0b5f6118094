import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger, type Logger } from './logger.js';
import { runInTrace } from './trace-context.js';

/** A logger and the lines it wrote. */
function logger(): { log: Logger; lines: string[]; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = createLogger({ service: 'identity', level: 'debug', destination: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
}

describe('a logger', () => {
  it('writes one JSON object a line with level, time, service and message', () => {
    const { log, last } = logger();
    log.info({ port: 8081 }, 'listening');
    expect(last()).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'identity',
      port: 8081,
      msg: 'listening',
    });
  });

  it('adds the ids of the trace that it runs in, and only there', async () => {
    const { log, lines, last } = logger();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await runInTrace({ traceparent, requestId: 'r-1', correlationId: 'c-1' }, async () => {
      await Promise.resolve();
      log.child({ topic: 't' }).warn('inside');
    });
    expect(last()).toMatchObject({
      topic: 't',
      requestId: 'r-1',
      correlationId: 'c-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: expect.stringMatching(/^[\da-f]{16}$/),
    });
    log.warn('outside');
    expect(last()).not.toHaveProperty('requestId');
    expect(lines).toHaveLength(2);
  });

  it('cannot be made to write a second line or a control character', () => {
    const { log, lines } = logger();
    const nasty = fc.string({
      unit: fc.constantFrom(
        '\n',
        '\r',
        '\u001b[2J',
        '\u0000',
        '\u007f',
        '\u009b',
        '\u2028',
        '\u202e',
        '\ud800',
        '"',
        '\\',
        'a',
      ),
    });
    fc.assert(
      fc.property(nasty, nasty, (text, key) => {
        lines.length = 0;
        log.child({ [`c${key}`]: text }).info({ [`k${key}`]: text, deep: [{ text }] }, text);
        expect(lines).toHaveLength(1);
        expect(lines[0]?.slice(0, -1)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]*$/u);
        expect(JSON.parse(lines[0] ?? '').deep).toEqual([{ text }]);
      }),
    );
  });

  it('redacts fields with sensitive names at any depth, also in a child', () => {
    const { log, lines, last } = logger();
    const canary = 'canary-91';
    const fields = {
      password: canary,
      newPassword: canary,
      code: 123456,
      'set-cookie': [canary],
      headers: { Authorization: `Bearer ${canary}`, cookie: canary },
      list: [{ ACCESS_TOKEN: canary }, { csrfToken: canary }, { client_secrets: { a: canary } }],
      private_key: canary,
      hasPassword: true,
      token: null,
      statusCode: 401,
      errorCode: 'identity.wrong_password',
    };
    log.child(fields).info('child');
    log.error(fields, 'failed');
    expect(lines.join()).not.toContain(canary);
    expect(lines.join()).not.toContain('123456');
    expect(last()).toMatchObject({
      hasPassword: true,
      token: null,
      statusCode: 401,
      errorCode: 'identity.wrong_password',
    });
  });

  it('keeps of an error what explains it, not the statement that a driver attached nor the address in its message', () => {
    const { log, lines, last } = logger();
    const cause = Object.assign(new Error("Duplicate entry 'kim@example.com' for key 'members_email'"), {
      code: 'ER_DUP_ENTRY',
      parameters: ['canary'],
    });
    log.error(new TypeError('mailbox <lee@example.co.kr> refused', { cause }), 'failed');
    expect(last().err).toMatchObject({
      type: 'TypeError',
      message: 'mailbox <[e-mail]> refused',
      stack: expect.stringContaining('logger.test'),
      cause: { code: 'ER_DUP_ENTRY', message: "Duplicate entry '[redacted]' for key 'members_email'" },
    });
    expect(lines.join()).not.toMatch(/canary|kim@|lee@/);
  });

  it('survives cycles, depth, bytes, big integers and objects that print themselves', () => {
    const { log, last } = logger();
    const cycle: Record<string, unknown> = { n: 1n, bytes: Buffer.from('canary'), at: new Date(0) };
    cycle.self = cycle;
    let deep: object = { end: true };
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    log.info({ cycle, deep, secret: { toJSON: () => '[secret]' }, twice: [deep, deep] }, 'odd');
    expect(last()).toMatchObject({
      cycle: { n: '1', bytes: '[6 bytes]', at: '1970-01-01T00:00:00.000Z', self: '[circular]' },
    });
    expect(inspect(last(), { depth: 20 })).toContain('[too deep]');
  });

  it('writes nothing below its level', () => {
    const lines: string[] = [];
    const log = createLogger({ service: 's', level: 'warn', destination: { write: (line) => lines.push(line) } });
    log.info('no');
    log.warn('yes');
    expect(lines).toHaveLength(1);
  });
});
