import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../refusal.js';
import { type BucketName, type Count, LOGIN_LIMIT, NETWORK_LIMIT } from './bucket.js';
import type { BucketRepository, Lock } from './bucket-repository.js';
import type { DeviceTokens } from './device-token.js';
import { emitDeviceAdded, emitFailed, emitLocked, emitStarted } from './events.js';
import type { FindSignIn } from './find-sign-in.js';
import type { Authenticate } from './passport-adapter.js';
import { type Principal, type Session, startSession } from './session.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly transact: Transact;
  /** Of the pool, for single statements. */
  readonly manager: EntityManager;
  readonly buckets: BucketRepository;
  readonly sessions: SessionRepository;
  readonly devices: DeviceTokens;
  readonly bucketKeys: BucketKeys;
  readonly find: FindSignIn;
  readonly authenticate: Authenticate<Principal>;
  readonly ids: Ids;
  readonly clock: Clock;
}

/** Keyed hashes, so that neither login ids nor addresses can be read from the buckets. */
export interface BucketKeys {
  loginIndex(loginId: string): Buffer;
  /** `deviceId` null: all unknown devices together. */
  ofLogin(loginIndex: Buffer, deviceId: string | null): Buffer;
  ofNetwork(sourceIp: string): Buffer;
}

export interface SignedIn {
  readonly session: Session;
  readonly token: string;
  readonly deviceToken: string;
}

export type SignIn = (
  ctx: Ctx,
  credentials: { readonly loginId: string; readonly password: string },
  deviceToken: string | undefined,
) => Promise<SignedIn>;

/** Flow B. The try is counted before it is checked; known and unknown login ids take the same steps. */
export function createSignIn(parts: Dependencies): SignIn {
  const { transact, manager, buckets, sessions, devices, bucketKeys, find, authenticate, ids } = parts;

  return async (ctx, { loginId, password }, deviceToken) => {
    const now = ctx.clock.now();
    const loginIndex = bucketKeys.loginIndex(loginId);
    const knownDevice = devices.read(deviceToken, loginIndex);
    const login = bucketKeys.ofLogin(loginIndex, knownDevice);
    const network = bucketKeys.ofNetwork(ctx.sourceIp);
    const [loginCount, networkCount] = await Promise.all([
      buckets.count(manager, login, LOGIN_LIMIT, now),
      buckets.count(manager, network, NETWORK_LIMIT, now),
    ]);
    if (loginCount.isFull || networkCount.isFull) throw await locked([login, network], now);

    const principal = await check();
    if (!principal) return fail(loginCount);

    return transact(ctx, async (tx) => {
      await buckets.clear(tx.manager, login);
      await buckets.giveBack(tx.manager, network);
      const deviceId = knownDevice ?? ids.uuid();
      const { sourceIp, userAgent } = ctx;
      const facts = { id: ids.uuid(), principal, stage: 'full' as const, deviceId, sourceIp, userAgent };
      const session = startSession(facts, now);
      const token = drawToken(ids);
      await sessions.add(tx.manager, session, tokenDigest(token));
      emitStarted(tx, session);
      if (!knownDevice) {
        await sessions.addDevice(tx.manager, deviceId, principal.id, now);
        emitDeviceAdded(tx, session, deviceId);
      }
      return { session, token, deviceToken: devices.issue(deviceId, loginIndex) };
    });

    /** A try that could not be checked was no failure. */
    async function check(): Promise<Principal | null> {
      try {
        return await authenticate(loginId, password);
      } catch (error) {
        if (error instanceof HashQueueFull) {
          await Promise.all([buckets.giveBack(manager, login), buckets.giveBack(manager, network)]);
        }
        throw error;
      }
    }

    async function fail({ isLast }: Count): Promise<never> {
      const bucket: BucketName = knownDevice ? 'known-device' : 'unknown-devices';
      await transact(ctx, async (tx) => {
        const owner = (await find(tx.manager, loginId))?.principal ?? null;
        emitFailed(tx, ctx, owner, knownDevice !== null);
        if (!isLast) return;
        const member = owner && { id: owner.id, accountNo: owner.accountNo };
        const lockedUntil = new Date(now.getTime() + LOGIN_LIMIT.windowMs);
        const lock: Lock = { key: login, bucket, lockedUntil, member };
        await buckets.lock(tx.manager, lock);
        emitLocked(tx, ctx, lock);
      });
      throw new Refusal('identity.sign_in_failed');
    }
  };

  async function locked(keys: readonly Buffer[], now: Date): Promise<Refusal> {
    const endsAt = (await buckets.endOf(manager, keys)) ?? now;
    const retryAfterSeconds = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1_000));
    return new Refusal('identity.sign_in_locked', { retryAfterSeconds });
  }
}
