import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { EntityManager } from 'typeorm';
import type { Authenticate } from './passport-adapter.js';
import type { Principal } from './session.js';

/** A member or operator with a password. */
export interface SignInCandidate {
  readonly principal: Principal;
  readonly passwordHash: string;
  /** Dormant and withdrawn ones fail like a wrong password. */
  readonly maySignIn: boolean;
}

export type FindSignIn = (manager: EntityManager, loginId: string) => Promise<SignInCandidate | null>;

/** Compares a password. A login id that does not exist or may not sign in costs the same work and fails alike. */
export const comparePassword =
  (manager: EntityManager, find: FindSignIn, hasher: PasswordHasher): Authenticate<Principal> =>
  async (loginId, password) => {
    const candidate = await find(manager, loginId);
    if (!candidate?.maySignIn) {
      await hasher.verifyDecoy(password);
      return null;
    }
    return (await hasher.verify(candidate.passwordHash, password)) ? candidate.principal : null;
  };
