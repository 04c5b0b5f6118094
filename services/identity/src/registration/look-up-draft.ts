import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import { anonymousActor } from '@genkan/contracts/call-context';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { DraftEntry } from '@genkan/contracts/gateway-entry';
import type { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import type { EntityManager } from 'typeorm';
import type { DraftRepository } from './draft-repository.js';

interface Dependencies {
  readonly drafts: DraftRepository;
  readonly manager: EntityManager;
}

export type LookUpDraft = (ctx: Ctx, tokenHash: string) => Promise<DraftEntry>;

/**
 * The holder of a draft cookie. A completed draft still has one, so that a visitor who completed it and lost the answer gets it
 * (flows A8); every other endpoint tells them that they are done.
 */
export function createLookUpDraft({ drafts, manager }: Dependencies): LookUpDraft {
  return async ({ clock }, tokenHash) => {
    const draft = await drafts.findBySecret(manager, Buffer.from(tokenHash, 'hex'));
    if (draft === null || draft.status === 'superseded' || draft.expiresAt <= clock.now()) {
      throw new Refusal<CodeOf<typeof lookUpDraft>>('identity.draft_not_found');
    }
    return {
      version: String(draft.version),
      actor: { ...anonymousActor, type: 'draft', id: draft.id },
      endsAt: draft.expiresAt.toISOString(),
    };
  };
}
