import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact, Tx } from '@genkan/call/transaction';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { forgetDevice } from '@genkan/contracts/identity/devices';
import type { Devices } from '../devices/compose-devices.js';
import { emitAllForgotten, emitEnded, emitForgotten } from './events.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly transact: Transact;
  readonly devices: Pick<Devices, 'forget' | 'forgetAll'>;
  readonly sessions: SessionRepository;
}

export type ForgetDevices = ReturnType<typeof createForgetDevices>;

/** Makes devices of the caller unknown, and ends the sessions that run on them: a member who forgets a device wants it signed out. */
export function createForgetDevices({ transact, devices, sessions }: Dependencies) {
  return {
    /** @throws Refusal when the caller has no such known device */
    one(ctx: Ctx, deviceId: string): Promise<void> {
      return transact(ctx, async (tx) => {
        const device = await devices.forget(tx.manager, ctx.actor.id ?? '', deviceId, ctx.clock.now());
        if (!device) throw new Refusal<CodeOf<typeof forgetDevice>>('identity.device_not_found');
        emitForgotten(tx, ctx, device);
        await endSessions(tx, ctx, deviceId);
      });
    },

    all(ctx: Ctx): Promise<void> {
      return transact(ctx, async (tx) => {
        emitAllForgotten(tx, ctx, await devices.forgetAll(tx.manager, ctx.actor.id ?? '', ctx.clock.now()));
        await endSessions(tx, ctx);
      });
    },
  };

  async function endSessions(tx: Tx, ctx: Ctx, deviceId?: string): Promise<void> {
    const now = ctx.clock.now();
    const running = await sessions.lockRunning(tx.manager, ctx.actor.id ?? '', now, { deviceId });
    for (const session of running) {
      emitEnded(tx, await sessions.end(tx.manager, session, 'ended-by-owner', now), 'ended-by-owner');
    }
  }
}
