import { type IdempotencyClaim, IdempotentReplay, type StoredAnswer } from '@genkan/call/idempotency';
import { Refusal } from '@genkan/call/refusal';
import type { commonErrors } from '@genkan/contracts/problem';
import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { EntityManager } from 'typeorm';
import { idempotencyKeys } from './schema.js';

/** An answer is kept so long (acceptance A6); afterwards the key is free. */
export const IDEMPOTENCY_HOURS = 24;

const KEY = 'principal = ? AND endpoint = ? AND idempotency_key = ?';
const keyOf = ({ principal, endpoint, key }: IdempotencyClaim): readonly string[] => [principal, endpoint, key];

/**
 * The answer that this claim got before, or null. Asked before the work it spares a transaction; it decides nothing,
 * `claimKey` does.
 *
 * @throws Refusal when the key was used with another body
 */
export async function findStoredAnswer(
  manager: EntityManager,
  claim: IdempotencyClaim,
  now: Date,
): Promise<StoredAnswer | null> {
  const [row] = await idempotencyKeys.select(manager, `WHERE ${KEY}`, keyOf(claim));
  if (!row || row.status === null || row.createdAt <= expiry(now)) return null;
  if (row.bodyHash !== claim.bodyHash) throw new Refusal<keyof typeof commonErrors>('gateway.idempotency_key_reused');
  return { status: row.status, body: row.body ?? '', etag: row.etag };
}

/**
 * Makes the claim this transaction's, as its first statement. The unique key makes a second call wait for the end of the
 * first: it then gets the answer, or, when the first was rolled back, the claim.
 *
 * @throws IdempotentReplay
 * @throws Refusal when the key was used with another body
 */
export async function claimKey(manager: EntityManager, claim: IdempotencyClaim, now: Date): Promise<void> {
  if (await tryInsert(manager, claim, now)) return;
  const answer = await findStoredAnswer(manager, claim, now);
  if (answer) throw new IdempotentReplay(answer);
  await manager.query(`DELETE FROM idempotency_keys WHERE ${KEY} AND created_at <= ?`, [...keyOf(claim), expiry(now)]);
  await insert(manager, claim, now);
}

/** Keeps the answer, in the transaction of the effect. */
export async function storeAnswer(
  manager: EntityManager,
  claim: IdempotencyClaim,
  answer: StoredAnswer,
): Promise<void> {
  await manager.query(`UPDATE idempotency_keys SET status = ?, body = ?, etag = ? WHERE ${KEY}`, [
    answer.status,
    answer.body,
    answer.etag,
    ...keyOf(claim),
  ]);
}

async function tryInsert(manager: EntityManager, claim: IdempotencyClaim, now: Date): Promise<boolean> {
  try {
    await insert(manager, claim, now);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

async function insert(manager: EntityManager, claim: IdempotencyClaim, now: Date): Promise<void> {
  await idempotencyKeys.insert(manager, { ...claim, idempotencyKey: claim.key, createdAt: now });
}

const expiry = (now: Date): Date => new Date(now.getTime() - IDEMPOTENCY_HOURS * 3_600_000);
