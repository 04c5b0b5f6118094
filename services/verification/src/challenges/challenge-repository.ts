import { type EntityManager, LessThanOrEqual } from 'typeorm';
import type { Protection } from '../protection.js';
import { type Challenge, MOST_GUESSES, type Purpose } from './challenge.js';
import { challengeContent } from './challenge-content.js';
import { type ChallengeRow, challengeTable } from './challenge-table.js';
import type { Target } from './target.js';

export type ChallengeRepository = ReturnType<typeof mysqlChallengeRepository>;

/** Challenges. Every method works on the connection that it is given. */
export function mysqlChallengeRepository({ seal, open, indexOf }: Protection) {
  return {
    async add(manager: EntityManager, challenge: Challenge): Promise<void> {
      await manager.insert(challengeTable, rowOf(challenge));
    },

    /** Stores the new code of a challenge whose row is locked. */
    async saveCode(manager: EntityManager, { id, version, codeHash, codeSentAt, expiresAt }: Challenge): Promise<void> {
      const code = { version, code_hash: codeHash, code_sent_at: codeSentAt, expires_at: expiresAt };
      await manager.update(challengeTable, { id }, code);
    },

    /** Of this subject only: what another's is does not exist. */
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
        where: { subject, purpose, target_index: indexOf(channel, key) },
        order: { created_at: 'DESC' },
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
      await manager.delete(challengeTable, { created_at: LessThanOrEqual(time) });
    },
  };

  function rowOf(challenge: Challenge): ChallengeRow {
    const { id, version, subject, purpose, language, state, attempts, target } = challenge;
    return {
      id,
      version,
      subject,
      purpose,
      channel: target.channel,
      target: seal(challengeContent, { address: target.address, key: target.key }, id),
      target_index: indexOf(target.channel, target.key),
      masked_target: target.masked,
      language,
      state,
      code_hash: challenge.codeHash,
      attempts,
      created_at: challenge.createdAt,
      code_sent_at: challenge.codeSentAt,
      expires_at: challenge.expiresAt,
    };
  }

  function challengeOf(row: ChallengeRow | null): Challenge | null {
    if (row === null) return null;
    const { id, version, subject, purpose, language, state, attempts, channel } = row;
    const { address, key } = open(challengeContent, row.target, id);
    return {
      id,
      version,
      subject,
      purpose,
      language,
      state,
      attempts,
      target: { channel, address, key, masked: row.masked_target },
      codeHash: row.code_hash,
      createdAt: row.created_at,
      codeSentAt: row.code_sent_at,
      expiresAt: row.expires_at,
    };
  }
}
