import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { resumeRegistration } from '@genkan/contracts/identity/registration';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
import { draftIdOf, type HeldDraft, openDraft, resume, supersede } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { emitResumed } from './events.js';

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly ids: Ids;
}

export type ResumeRegistration = (ctx: Ctx) => Promise<HeldDraft>;

/**
 * Goes on with the other draft of the e-mail address that this one has proven. The old cookie of that draft is worth
 * nothing afterwards, and this draft ends.
 */
export function createResumeRegistration({ transact, drafts, ids }: Dependencies): ResumeRegistration {
  return (ctx) =>
    transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const own = openDraft(await drafts.lock(tx.manager, draftIdOf(ctx)), now);
      const other = own.email && (await drafts.lockOther(tx.manager, own, own.email.target, now));
      if (!other) throw new Refusal<CodeOf<typeof resumeRegistration>>('identity.nothing_to_resume');
      const resumed = resume(other);
      const secret = drawToken(ids);
      await drafts.save(tx.manager, supersede(own));
      await drafts.save(tx.manager, resumed, tokenDigest(secret));
      emitResumed(tx, resumed, own);
      return { draft: resumed, secret };
    });
}
