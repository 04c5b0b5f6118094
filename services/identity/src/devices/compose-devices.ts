import type { KeyObject } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { DeviceEntry } from '@genkan/contracts/device-token';
import type { EntityManager } from 'typeorm';
import { type NewDevice, newDevice } from './device.js';
import { mysqlDeviceRepository } from './device-repository.js';
import { createDeviceCookies } from './device-token-adapter.js';

export type { Device } from './device.js';
export type { DevicePosition } from './device-repository.js';

/** What other capabilities may do with devices. */
export type Devices = ReturnType<typeof composeDevices>;

interface Dependencies {
  /** Ed25519; signs device cookies. */
  readonly signingKey: KeyObject;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The capability `devices`: which browsers are known to which login id. Its endpoints are those of `sessions`, which run on devices. */
export function composeDevices({ ids, ...settings }: Dependencies) {
  const { isKnown, saveUse, insert, ...repository } = mysqlDeviceRepository;
  return { ...createDeviceCookies(settings), ...repository, findKnown, add, use };

  /** Id of the device among a cookie's entries that this login id knows. */
  async function findKnown(
    manager: EntityManager,
    entries: readonly DeviceEntry[],
    loginIndex: Buffer,
    now: Date,
  ): Promise<string | null> {
    const entry = entries.find(({ login }) => login === loginIndex.toString('base64url'));
    return entry && (await isKnown(manager, entry.id, loginIndex, now)) ? entry.id : null;
  }

  function add(manager: EntityManager, facts: NewDevice, now: Date): Promise<void> {
    return insert(manager, newDevice(facts, now));
  }

  /** Notes that a browser signed in: the device that it is known as or, unless there is one by now, a new one. */
  async function use(
    manager: EntityManager,
    knownId: string | null,
    facts: Omit<NewDevice, 'id'>,
    now: Date,
  ): Promise<{ readonly id: string; readonly isNew: boolean }> {
    if (knownId !== null && (await saveUse(manager, knownId, now))) return { id: knownId, isNew: false };
    const id = ids.uuid();
    await add(manager, { ...facts, id }, now);
    return { id, isNew: true };
  }
}
