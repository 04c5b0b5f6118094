import { createHmac } from 'node:crypto';
import { networkOf } from '@genkan/call/network-of';
import { createCursors } from '@genkan/call/signed-cursor';
import { systemCtx } from '@genkan/call/system-ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { Logger } from '@genkan/observability/logger';
import type { Job } from '@genkan/persistence/scheduler';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Devices } from '../devices/compose-devices.js';
import type { Members } from '../members/compose-members.js';
import type { Operators } from '../operators/compose-operators.js';
import { loginIndexOf, type Protection } from '../protection.js';
import { mysqlBucketRepository } from './bucket-repository.js';
import { createEndSessions } from './end-sessions.js';
import { createExpireSessions } from './expire-sessions.js';
import { comparePassword, type FindSignIn } from './find-sign-in.js';
import { createForgetDevices } from './forget-devices.js';
import { createListDevices } from './list-devices.js';
import { createListSessions } from './list-sessions.js';
import { createLookUpSession } from './look-up-session.js';
import { passportLocal } from './passport-adapter.js';
import { sessionRoutes } from './routes.js';
import { mysqlSessionRepository } from './session-repository.js';
import { createSignIn } from './sign-in.js';
import { type BucketKeys, createSignInGuard } from './sign-in-guard.js';

const EXPIRY_EVERY_MS = 5_000;

interface Dependencies {
  readonly dataSource: DataSource;
  /** Connections for the gateway's look-ups. */
  readonly lookUps: DataSource;
  readonly transact: Transact;
  readonly protection: Protection;
  readonly members: Members;
  readonly operators: Operators;
  readonly hasher: PasswordHasher;
  readonly devices: Devices;
  readonly cursorKey: Uint8Array;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The capability `sessions`: signing in, what is signed in, and how that ends. */
export function composeSessions({
  dataSource,
  lookUps,
  protection,
  members,
  operators,
  hasher,
  ...rest
}: Dependencies) {
  const { manager } = dataSource;
  const parts = {
    ...rest,
    manager,
    sessions: mysqlSessionRepository,
    buckets: mysqlBucketRepository,
    cursors: createCursors({ key: rest.cursorKey, position: z.object({ startedAt: z.iso.datetime(), id: z.uuid() }) }),
    deviceCursors: createCursors({
      key: rest.cursorKey,
      position: z.object({ firstSeenAt: z.iso.datetime(), id: z.uuid() }),
    }),
  };
  const signInOf = (kind: 'main' | 'operator', find: FindSignIn) =>
    createSignIn({
      ...parts,
      find,
      guard: createSignInGuard({ ...parts, bucketKeys: bucketKeys(protection, kind) }),
      authenticate: passportLocal(comparePassword(manager, find, hasher)),
    });
  const expire = createExpireSessions(parts);
  const run: Job['run'] = ({ signal }) => expire(() => systemCtx(rest), signal);
  const jobs: Job[] = [{ name: 'expire-sessions', everyMs: EXPIRY_EVERY_MS, run }];
  const routes = sessionRoutes({
    signIn: signInOf('main', findMember(members)),
    signInAsOperator: signInOf('operator', findOperator(operators)),
    listSessions: createListSessions(parts),
    endSessions: createEndSessions(parts),
    listDevices: createListDevices(parts),
    forgetDevices: createForgetDevices(parts),
    lookUpSession: createLookUpSession({ ...parts, manager: lookUps.manager }),
  });
  return { routes, jobs };
}

const findMember =
  (members: Members): FindSignIn =>
  async (manager, loginId) => {
    const member = await members.findByLoginId(manager, loginId);
    return (
      member && {
        principal: {
          type: 'main',
          id: member.memberId,
          accountNo: member.accountNo,
          maskedLoginId: member.maskedLoginId,
        },
        passwordHash: member.passwordHash,
        maySignIn: member.status === 'active',
      }
    );
  };

const findOperator =
  (operators: Operators): FindSignIn =>
  async (manager, loginId) => {
    const found = await operators.findByLoginId(manager, loginId);
    return (
      found && {
        principal: { type: 'operator', id: found.id, accountNo: null, maskedLoginId: found.maskedLoginId },
        passwordHash: found.passwordHash,
        maySignIn: true,
      }
    );
  };

/** Members and operators never share a login id's bucket; failures of a network count on both paths (security 3). */
function bucketKeys(protection: Protection, kind: 'main' | 'operator'): BucketKeys {
  return {
    loginIndex: (loginId) => loginIndexOf(protection, kind, loginId),
    ofLogin: (loginIndex, deviceId) =>
      createHmac('sha256', loginIndex)
        .update(deviceId ?? 'unknown')
        .digest(),
    ofNetwork: (sourceIp) => protection.indexOf('network', networkOf(sourceIp)),
  };
}
