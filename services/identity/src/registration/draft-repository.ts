import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import { type EntityManager, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import type { Protection } from '../protection.js';
import type { Draft, DraftContent } from './draft.js';
import { type DraftRow, draftTable, redeemedProofTable } from './draft-table.js';

export type DraftRepository = ReturnType<typeof mysqlDraftRepository>;

/** What the sealed column of a draft is bound to: it cannot be opened in the row of another. */
const sealOf = (draftId: string) => `draft:${draftId}`;

/** Drafts, and the proofs that they redeemed. Every method works on the connection that it is given. */
export function mysqlDraftRepository({ seal, open, indexOf }: Protection) {
  return {
    async add(manager: EntityManager, draft: Draft, secretHash: Buffer): Promise<void> {
      await manager.insert(draftTable, { ...rowOf(draft), secret_hash: secretHash, created_at: draft.createdAt });
    },

    /** Stores a changed draft, whose row is locked; with `secretHash` another cookie holds it from now on. */
    async save(manager: EntityManager, draft: Draft, secretHash?: Buffer): Promise<void> {
      const { id, ...row } = rowOf(draft);
      await manager.update(draftTable, { id }, secretHash ? { ...row, secret_hash: secretHash } : row);
    },

    async find(manager: EntityManager, id: string): Promise<Draft | null> {
      return draftOf(await manager.findOneBy(draftTable, { id }));
    },

    async lock(manager: EntityManager, id: string): Promise<Draft | null> {
      return draftOf(await manager.findOne(draftTable, { where: { id }, lock: { mode: 'pessimistic_write' } }));
    },

    async findBySecret(manager: EntityManager, secretHash: Buffer): Promise<Draft | null> {
      return draftOf(await manager.findOneBy(draftTable, { secret_hash: secretHash }));
    },

    /** Whether another open draft has proven this e-mail address. */
    async hasOther(manager: EntityManager, draft: Draft, email: string, now: Date): Promise<boolean> {
      return manager.existsBy(draftTable, othersOf(draft, email, now));
    },

    /** The latest other open draft that has proven this e-mail address, locked. */
    async lockOther(manager: EntityManager, draft: Draft, email: string, now: Date): Promise<Draft | null> {
      const row = await manager.findOne(draftTable, {
        where: othersOf(draft, email, now),
        order: { created_at: 'DESC' },
        lock: { mode: 'pessimistic_write' },
      });
      return draftOf(row);
    },

    /** Drafts whose time is over, the oldest first. */
    async listExpired(manager: EntityManager, now: Date, limit: number, skip: number): Promise<string[]> {
      const rows = await manager.find(draftTable, {
        select: { id: true },
        where: { expires_at: LessThanOrEqual(now) },
        order: { expires_at: 'ASC', id: 'ASC' },
        take: limit,
        skip,
      });
      return rows.map(({ id }) => id);
    },

    async remove(manager: EntityManager, id: string): Promise<void> {
      await manager.delete(redeemedProofTable, { draft_id: id });
      await manager.delete(draftTable, { id });
    },

    /** False when the proof was redeemed before. */
    async redeem(manager: EntityManager, jti: string, draftId: string): Promise<boolean> {
      try {
        await manager.insert(redeemedProofTable, { jti, draft_id: draftId });
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'PRIMARY')) return false;
        throw error;
      }
    },
  };

  function othersOf({ id }: Draft, email: string, now: Date) {
    return { email_index: indexOf('login-id', email), status: 'open' as const, id: Not(id), expires_at: MoreThan(now) };
  }

  function rowOf(draft: Draft): Omit<DraftRow, 'secret_hash' | 'created_at'> {
    const { id, version, status, country, type, language, consents, email, phone, profile } = draft;
    const content: DraftContent = { consents, email, phone, profile };
    return {
      id,
      version,
      status,
      country,
      type,
      language,
      email_index: email && indexOf('login-id', email.target),
      content: seal(content, sealOf(id)),
      expires_at: draft.expiresAt,
    };
  }

  function draftOf(row: DraftRow | null): Draft | null {
    if (row === null) return null;
    const { id, version, status, country, type, language } = row;
    const content = open(row.content, sealOf(id)) as DraftContent;
    return {
      id,
      version,
      status,
      country,
      type,
      language,
      ...content,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    };
  }
}
