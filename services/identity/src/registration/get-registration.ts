import type { Ctx } from '@genkan/call/ctx';
import type { EntityManager } from 'typeorm';
import { type Draft, draftIdOf, openDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';

interface Dependencies {
  readonly drafts: DraftRepository;
  readonly manager: EntityManager;
}

export type GetRegistration = (ctx: Ctx) => Promise<Draft>;

/** The caller's own draft. */
export function createGetRegistration({ drafts, manager }: Dependencies): GetRegistration {
  return async (ctx) => openDraft(await drafts.find(manager, draftIdOf(ctx)), ctx.clock.now());
}
