import type { Ctx } from '@genkan/call/ctx';
import { pageOf } from '@genkan/call/page-of';
import type { Cursors } from '@genkan/call/signed-cursor';
import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { listDevices } from '@genkan/contracts/identity/devices';
import type { EntityManager } from 'typeorm';
import type { Device, DevicePosition, Devices } from '../devices/compose-devices.js';
import { type Page, readOwnPage } from './own-page.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly devices: Pick<Devices, 'list'>;
  readonly sessions: SessionRepository;
  readonly deviceCursors: Cursors<DevicePosition>;
}

export type ListDevices = ReturnType<typeof createListDevices>;

/** One page of the caller's known devices, newest first. */
export function createListDevices({ manager, devices, sessions, deviceCursors }: Dependencies) {
  return { list, check: (ctx: Ctx, page: Partial<Page>) => readOwnPage(deviceCursors, ctx, page) };

  async function list(ctx: Ctx, page: Page): Promise<AnswerOf<typeof listDevices>> {
    const { size } = page;
    const { principalId, bound, after } = readOwnPage(deviceCursors, ctx, page);
    const [found, current] = await Promise.all([
      devices.list(manager, principalId, ctx.clock.now(), after, size + 1),
      sessions.deviceOf(manager, ctx.actor.sessionId ?? ''),
    ]);
    const next = ({ id, firstSeenAt }: Device) =>
      deviceCursors.encode({ firstSeenAt: firstSeenAt.toISOString(), id }, bound);
    const { items, ...rest } = pageOf(found, size, next);
    return { items: items.map((device) => present(device, current)), ...rest };
  }
}

const present = ({ id, browser, firstSeenAt, lastSeenAt }: Device, current: string | null) => ({
  deviceId: id,
  current: id === current,
  browser,
  firstSeenAt: firstSeenAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
});
