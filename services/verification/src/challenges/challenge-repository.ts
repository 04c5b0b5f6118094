import type { NewRowOf, RowOf } from '@genkan/persistence/define-table';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import type { Protection } from '../protection.js';
import { type Challenge, MOST_GUESSES, type Purpose } from './challenge.js';
import { challengeContent } from './challenge-content.js';
import { challengeTable } from './challenge-table.js';
import type { Target } from './target.js';

export type ChallengeRepository = ReturnType<typeof mysqlChallengeRepository>;

/** Challenges. Every method works on the connection that it is given. */
export function mysqlChallengeRepository({ seal, open, indexOf }: Protection) {
  return {
    async add(manager: EntityManager, challenge: Challenge): Promise<void> {
      await challengeTable.insert(manager, rowOf(challenge));
    },

    /** Stores the new code of a challenge whose row is locked. */
    async saveCode(manager: EntityManager, { id, version, codeHash, codeSentAt, expiresAt }: Challenge): Promise<void> {
      await manager.update(challengeTable, { id }, { version, codeHash, codeSentAt, expiresAt });
    },

    /** Finds a challenge of this subject only. */
    async find(manager: EntityManager, id: string, subject: string): Promise<Challenge | null> {
      return challengeOf(await manager.findOneBy(challengeTable, { id, subject }));
    },

    async lock(manager: EntityManager, id: string, subject: string): Promise<Challenge | null> {
      const lock = { mode: 'pessimistic_write' } as const;
      return challengeOf(await manager.findOne(challengeTable, { where: { id, subject }, lock }));
    },

    /** The latest challenge of a subject for this purpose and target, locked. */
    async lockLatest(
      manager: EntityManager,
      subject: string,
      purpose: Purpose,
      { channel, key }: Target,
    ): Promise<Challenge | null> {
      const row = await manager.findOne(challengeTable, {
        where: { subject, purpose, targetIndex: indexOf(channel, key) },
        order: { createdAt: 'DESC' },
        lock: { mode: 'pessimistic_write' },
      });
      return challengeOf(row);
    },

    /** Uses up one guess; its number (1 to 5), or null when there is none left or the challenge is over. */
    async takeGuess(manager: EntityManager, id: string, now: Date): Promise<number | null> {
      const result: { affectedRows: number; insertId: number } = await manager.query(
        `UPDATE challenges SET attempts = LAST_INSERT_ID(attempts + 1)
           WHERE id = ? AND state = 'pending' AND attempts < ? AND expires_at > ?`,
        [id, MOST_GUESSES, now],
      );
      return result.affectedRows === 1 ? Number(result.insertId) : null;
    },

    /** False when it is not pending any more, or this code was replaced. */
    async pass(manager: EntityManager, id: string, codeHash: Buffer): Promise<boolean> {
      const result: { affectedRows: number } = await manager.query(
        `UPDATE challenges SET state = 'passed', version = version + 1
           WHERE id = ? AND state = 'pending' AND code_hash = ?`,
        [id, codeHash],
      );
      return result.affectedRows === 1;
    },

    /** Notes a wrong guess; the last one ends a challenge that is still pending. */
    async fail(manager: EntityManager, id: string, guess: number): Promise<void> {
      await manager.query(
        `UPDATE challenges SET version = version + 1, state = IF(state = 'pending' AND ? >= ?, 'exhausted', state)
           WHERE id = ?`,
        [guess, MOST_GUESSES, id],
      );
    },

    async removeCreatedBefore(manager: EntityManager, time: Date): Promise<void> {
      await manager.delete(challengeTable, { createdAt: LessThanOrEqual(time) });
    },
  };

  function rowOf({ target, ...challenge }: Challenge): NewRowOf<typeof challengeTable> {
    const { channel, address, key, masked } = target;
    return {
      ...challenge,
      channel,
      target: seal(challengeContent, { address, key }, challenge.id),
      targetIndex: indexOf(channel, key),
      maskedTarget: masked,
    };
  }

  function challengeOf(row: RowOf<typeof challengeTable> | null): Challenge | null {
    if (row === null) return null;
    const { channel, target, targetIndex, maskedTarget, ...challenge } = row;
    const { address, key } = open(challengeContent, target, row.id);
    return { ...challenge, target: { channel, address, key, masked: maskedTarget } };
  }
}
