import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Tx } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import { port, secret, url } from '@genkan/config/env';
import { type CodeOf, defineEndpoint } from '@genkan/contracts/endpoint';
import { publicField } from '@genkan/contracts/field';
import { sessionEnded, sessionStarted } from '@genkan/contracts/identity/sessions';
import { route } from '@genkan/http-kit/binder';
import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { on } from '@genkan/messaging/subscription';
import { createScheduledRuns, scheduledRuns } from '@genkan/persistence/scheduled-runs-table';
import { z } from 'zod';
import type { Capability } from '../../src/capability.js';
import { createFrame } from '../../src/create-frame.js';
import { frameVariables } from '../../src/frame-config.js';
import type { Outside } from '../../src/outside.js';
import { startServiceForTest, testSecret } from '../start-service.js';

/** Lends a seat: the smallest service that has everything a frame holds. */
export const lendSeat = defineEndpoint({
  service: 'identity',
  name: 'lendSeat',
  summary: 'Lends a seat',
  method: 'POST',
  path: '/seats',
  auth: ['anonymous'],
  stages: [],
  action: 'LendSeat',
  resource: { type: 'Seat' },
  gate: 'exempt',
  readOnly: false,
  audit: 'always',
  invalidates: [],
  sets: [],
  emits: [sessionEnded],
  errors: { 'identity.seat_taken': { status: 409, title: 'The seat is taken' } },
  idempotent: true,
  rate: 'normal',
  request: { body: z.strictObject({ seat: publicField(z.string().max(64), 'Which seat.') }) },
  response: {
    status: 201,
    description: 'Lent.',
    etag: true,
    body: z.object({ seat: publicField(z.string(), 'Which seat.') }),
  },
});

const environment = z.object({ ...frameVariables, PORT: port(), GATEWAY_JWKS_URL: url(), KEY: secret() });

type Lend = (tx: Tx, ctx: Ctx, seat: string) => void;

/** What lending does unless a test says otherwise. */
export const lendIt: Lend = (tx) =>
  void tx.emit(sessionEnded, { scope: '204718330962', resource: { id: 's1' }, facts: sessionEnded.sample });

/** Lends, and tells an event that the contract does not name. */
export const lendAndTellMore: Lend = (tx, ctx, seat) => {
  lendIt(tx, ctx, seat);
  tx.emit(sessionStarted, { scope: '204718330962', resource: { id: 's1' }, facts: sessionStarted.sample });
};

export const refuse: Lend = () => {
  throw new Refusal<CodeOf<typeof lendSeat>>('identity.seat_taken');
};

/** A reading room whose parts write into `steps` what happens to them. */
export function startReadingRoom(lend: Lend = lendIt) {
  const steps: string[] = [];
  const compose = async (config: z.output<typeof environment>, clock: Clock, outside: Outside) => {
    const frame = await createFrame({ service: 'identity', config, clock, outside, ...schema });
    const capability: Capability = {
      routes: [
        route(
          lendSeat,
          (ctx, { body }) =>
            frame.transact(ctx, async (tx) => {
              lend(tx, ctx, body.seat);
              return body;
            }),
          { present: ({ seat }) => ({ body: { seat }, etag: '1' }) },
        ),
      ],
      jobs: [{ name: 'dust', everyMs: 60_000, run: async () => void steps.push('dusted') }],
      subscriptions: [on(sessionEnded, async () => void steps.push('heard'))],
      background: ['lamp', 'stove'].map((name) => ({
        start: () => steps.push(`${name} on`),
        stop: () => steps.push(`${name} off`),
      })),
    };
    return frame.assemble({
      capabilities: [capability],
      gatewayKeys: frame.keysAt(config.GATEWAY_JWKS_URL),
      idempotencySecret: config.KEY.bytes(),
    });
  };
  const started = startServiceForTest({
    service: 'identity',
    environment,
    compose,
    env: { PORT: '0', KEY: testSecret(9) },
    ...schema,
  });
  return started.then((room) => ({ ...room, steps }));
}

const schema = {
  entities: [...messagingEntities, scheduledRuns],
  migrations: [...messagingMigrations, createScheduledRuns],
};
