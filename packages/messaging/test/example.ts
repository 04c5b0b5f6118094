import { randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import { systemCtx } from '@genkan/call/system-ctx';
import type { Emission } from '@genkan/call/transaction';
import { systemClock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { defineEvent } from '@genkan/contracts/event';
import { publicField } from '@genkan/contracts/field';
import { createLogger } from '@genkan/observability/logger';
import { z } from 'zod';

/** An event to test with. */
export const thingChanged = defineEvent({
  service: 'identity',
  name: 'thing.changed',
  version: 1,
  description: 'A thing changed.',
  action: 'ChangeThing',
  resource: 'Thing',
  kind: 'fact',
  facts: z.object({ text: publicField(z.string(), 'Any text.'), number: publicField(z.number().int(), 'Any number.') }),
  sample: { text: 'a', number: 1 },
});

export const ACCOUNT = '123456789012';

/** An emission of `thingChanged`. */
export const thing = (number: number, scope = ACCOUNT, text = 'a'): Emission<typeof thingChanged> => ({
  scope,
  resource: { id: '1' },
  facts: { text, number },
});

export const silent = createLogger({ service: 'test', level: 'silent' });

/** A member's call. */
export const callCtx = (overrides: Partial<Ctx> = {}): Ctx => ({
  ...systemCtx({ clock: systemClock(), ids: systemIds }),
  actor: { type: 'main', id: ACCOUNT, loginId: 'k***@example.com', sessionId: null, accessKeyId: null, mfa: false },
  accountNo: ACCOUNT,
  stage: 'full',
  source: 'CONSOLE',
  sourceIp: '203.0.113.7',
  userAgent: 'test',
  requestId: randomUUID(),
  ...overrides,
});
