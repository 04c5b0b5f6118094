import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Tx } from '@genkan/call/transaction';
import type { DeviceEntry } from '@genkan/contracts/device-token';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { signIn } from '@genkan/contracts/identity/sign-in';
import type { EntityManager } from 'typeorm';
import type { Devices } from '../devices/compose-devices.js';
import { type Bucket, type Counted, isLast, isRefused, LOGIN_LIMIT, NETWORK_LIMIT, NOBODY } from './bucket.js';
import type { BucketRepository } from './bucket-repository.js';
import { emitLocked, emitUnlocked } from './events.js';
import type { Principal } from './session.js';

/** Keyed hashes, so that neither login ids nor addresses can be read from the buckets. */
export interface BucketKeys {
  loginIndex(loginId: string): Buffer;
  /** `deviceId` null: all unknown devices together. */
  ofLogin(loginIndex: Buffer, deviceId: string | null): Buffer;
  ofNetwork(sourceIp: string): Buffer;
}

/** One try to sign in, counted as failed until it is settled. */
export interface Attempt {
  readonly at: Date;
  readonly loginIndex: Buffer;
  /** What the browser's cookie names, for this and other login ids. */
  readonly entries: readonly DeviceEntry[];
  /** The device, when this same login id knows it. */
  readonly knownDevice: string | null;
  readonly login: Counted;
  /** Null on a known device: other clients of its network must not lock it, and its success must not clear their failures. */
  readonly network: Counted | null;
}

interface Dependencies {
  readonly manager: EntityManager;
  readonly buckets: BucketRepository;
  readonly devices: Pick<Devices, 'read' | 'findKnown'>;
  readonly bucketKeys: BucketKeys;
}

export type SignInGuard = ReturnType<typeof createSignInGuard>;

/** Limits guessing (security 3). It does not know whether a login id exists, so it cannot tell. */
export function createSignInGuard({ manager, buckets, devices, bucketKeys }: Dependencies) {
  const count = async (bucket: Bucket, now: Date): Promise<Counted> => ({
    bucket,
    number: await buckets.count(manager, bucket, now),
  });

  return {
    /** Counts a try before anything is checked. @throws Refusal when a bucket is full, also for the right password */
    async admit(ctx: Ctx, loginId: string, deviceToken: string | undefined): Promise<Attempt> {
      const at = ctx.clock.now();
      const loginIndex = bucketKeys.loginIndex(loginId);
      const entries = await devices.read(deviceToken);
      const knownDevice = await devices.findKnown(manager, entries, loginIndex, at);
      const key = bucketKeys.ofLogin(loginIndex, knownDevice);
      const name = knownDevice ? 'known-device' : 'unknown-devices';
      const [login, network] = await Promise.all([
        count({ key, name, limit: LOGIN_LIMIT }, at),
        knownDevice
          ? null
          : count({ key: bucketKeys.ofNetwork(ctx.sourceIp), name: 'network', limit: NETWORK_LIMIT }, at),
      ]);
      const attempt = { at, loginIndex, entries, knownDevice, login, network };
      if (countsOf(attempt).some(isRefused)) throw await refuse(attempt);
      return attempt;
    },

    /** The try could not be checked: it was no failure. */
    async withdraw(attempt: Attempt): Promise<void> {
      await Promise.all(countsOf(attempt).map(({ bucket }) => buckets.giveBack(manager, bucket)));
    },

    /** The password was right. The network's other failures stay. */
    succeed(tx: Tx, { login, network, at }: Attempt): Promise<void> {
      return buckets.settle(tx.manager, login.bucket, network?.bucket ?? null, at);
    },

    /** The password was wrong, so the count stands. The last allowed try locks the bucket, and tells the end of an earlier lock. */
    async fail(tx: Tx, attempt: Attempt, owner: Principal | null): Promise<void> {
      const { at } = attempt;
      for (const counted of countsOf(attempt).filter(isLast)) {
        const told = counted === attempt.login && owner ? lockOwner(owner) : NOBODY;
        const ended = await buckets.holdEndedLock(tx.manager, counted.bucket, at);
        if (ended) emitUnlocked(tx, ended);
        const lock = await buckets.lock(tx.manager, counted.bucket, told, at);
        if (lock) emitLocked(tx, lock);
      }
    },
  };

  /** The full bucket says when to come back; the other one gets its count back. */
  async function refuse(attempt: Attempt): Promise<Refusal<CodeOf<typeof signIn>>> {
    const { at } = attempt;
    const [full, open] = [countsOf(attempt).filter(isRefused), countsOf(attempt).filter((one) => !isRefused(one))];
    for (const { bucket } of open) await buckets.giveBack(manager, bucket);
    const keys = full.map(({ bucket }) => bucket.key);
    const endsAt = (await buckets.endOf(manager, keys)) ?? at;
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - at.getTime()) / 1_000));
    return new Refusal<CodeOf<typeof signIn>>('identity.sign_in_locked', { retryAfterSeconds });
  }
}

const countsOf = ({ login, network }: Attempt): Counted[] => (network ? [login, network] : [login]);

const lockOwner = ({ type, id, accountNo }: Principal) => ({
  isKnown: true,
  memberId: type === 'main' ? id : null,
  accountNo,
});
