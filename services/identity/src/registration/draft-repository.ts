import type { RowOf } from '@genkan/persistence/define-table';
import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import { type EntityManager, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import type { Protection } from '../protection.js';
import type { Draft } from './draft.js';
import { draftContent } from './draft-content.js';
import { draftTable, redeemedProofTable } from './draft-table.js';

type DraftRow = RowOf<typeof draftTable>;

export type DraftRepository = ReturnType<typeof mysqlDraftRepository>;

/** Drafts, and the proofs that they redeemed. Every method works on the connection that it is given. */
export function mysqlDraftRepository({ seal, open, openToChange, indexOf }: Protection) {
  return {
    async add(manager: EntityManager, draft: Draft, secretHash: Buffer): Promise<void> {
      await draftTable.insert(manager, { ...rowOf(draft), secretHash });
    },

    /** Stores a changed draft, whose row is locked; with `secretHash` another cookie holds it from now on. */
    async save(manager: EntityManager, draft: Draft, secretHash?: Buffer): Promise<void> {
      const { id, ...row } = rowOf(draft);
      await manager.update(draftTable, { id }, secretHash ? { ...row, secretHash } : row);
    },

    async find(manager: EntityManager, id: string): Promise<Draft | null> {
      return draftOf(await manager.findOneBy(draftTable, { id }));
    },

    /** Locks a draft to change it. */
    async lock(manager: EntityManager, id: string): Promise<Draft | null> {
      return draftOf(await lockedRow(manager, id), openToChange);
    },

    /** Also a draft of a newer release, which would lose a part if this one changed it. */
    async lockToRemove(manager: EntityManager, id: string): Promise<Draft | null> {
      return draftOf(await lockedRow(manager, id));
    },

    async findBySecret(manager: EntityManager, secretHash: Buffer): Promise<Draft | null> {
      return draftOf(await manager.findOneBy(draftTable, { secretHash }));
    },

    /** Whether another open draft has proven this e-mail address. */
    async hasOther(manager: EntityManager, draft: Draft, email: string, now: Date): Promise<boolean> {
      return manager.existsBy(draftTable, othersOf(draft, email, now));
    },

    /** The latest other open draft that has proven this e-mail address, locked. */
    async lockOther(manager: EntityManager, draft: Draft, email: string, now: Date): Promise<Draft | null> {
      const row = await manager.findOne(draftTable, {
        where: othersOf(draft, email, now),
        order: { createdAt: 'DESC' },
        lock: { mode: 'pessimistic_write' },
      });
      return draftOf(row, openToChange);
    },

    /** Drafts whose time is over, the oldest first. */
    async listExpired(manager: EntityManager, now: Date, limit: number, skip: number): Promise<string[]> {
      const rows = await manager.find(draftTable, {
        select: { id: true },
        where: { expiresAt: LessThanOrEqual(now) },
        order: { expiresAt: 'ASC', id: 'ASC' },
        take: limit,
        skip,
      });
      return rows.map(({ id }) => id);
    },

    async remove(manager: EntityManager, id: string): Promise<void> {
      await manager.delete(redeemedProofTable, { draftId: id });
      await manager.delete(draftTable, { id });
    },

    /** False when the proof was redeemed before. */
    async redeem(manager: EntityManager, jti: string, draftId: string): Promise<boolean> {
      try {
        await redeemedProofTable.insert(manager, { jti, draftId });
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'PRIMARY')) return false;
        throw error;
      }
    },
  };

  function lockedRow(manager: EntityManager, id: string): Promise<DraftRow | null> {
    return manager.findOne(draftTable, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  function othersOf({ id }: Draft, email: string, now: Date) {
    return { emailIndex: indexOf('login-id', email), status: 'open' as const, id: Not(id), expiresAt: MoreThan(now) };
  }

  function rowOf({ consents, email, phone, profile, ...draft }: Draft) {
    return {
      ...draft,
      emailIndex: email && indexOf('login-id', email.target),
      content: seal(draftContent, { consents, email, phone, profile }, draft.id),
    };
  }

  function draftOf(row: DraftRow | null, read = open): Draft | null {
    if (row === null) return null;
    const { secretHash, emailIndex, content, ...draft } = row;
    return { ...draft, ...read(draftContent, content, row.id) };
  }
}
