import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact, Tx } from '@genkan/call/transaction';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { redeemProof } from '@genkan/contracts/identity/registration';
import type { ProofClaims } from '@genkan/contracts/proof';
import type { Members } from '../members/compose-members.js';
import { type Draft, draftIdOf, openDraft, prove } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { emitProven } from './events.js';
import type { VerifyProof } from './proof-token-adapter.js';

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly members: Pick<Members, 'isLoginIdTaken' | 'isPhoneFull'>;
  readonly verifyProof: VerifyProof;
}

export type RedeemProof = (ctx: Ctx, proof: string) => Promise<{ readonly draft: Draft; readonly otherDraft: boolean }>;

const channelOf = { 'registration-email': 'email', 'registration-phone': 'phone' } as const;

/**
 * Puts a proven address on the draft. The visitor learns only here that an address has a member already, so nobody but its
 * owner learns it.
 */
export function createRedeemProof({ transact, drafts, members, verifyProof }: Dependencies): RedeemProof {
  return async (ctx, proof) => {
    const draftId = draftIdOf(ctx);
    const { jti, purpose, channel, subject, target } = await verifyProof(proof);
    if (subject !== draftId || channelOf[purpose] !== channel)
      throw new Refusal<CodeOf<typeof redeemProof>>('identity.proof_refused');
    return transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const draft = openDraft(await drafts.lock(tx.manager, draftId), now);
      const contact = { target, challengeId: jti };
      const proven = prove(draft, channel, contact);
      if (!(await drafts.redeem(tx.manager, jti, draftId)))
        throw new Refusal<CodeOf<typeof redeemProof>>('identity.proof_redeemed');
      await refuseTaken(tx, channel, target);
      const otherDraft = channel === 'email' && (await drafts.hasOther(tx.manager, draft, target, now));
      await drafts.save(tx.manager, proven);
      emitProven(tx, draft, channel, contact, otherDraft);
      return { draft: proven, otherDraft };
    });
  };

  async function refuseTaken({ manager }: Tx, channel: ProofClaims['channel'], target: string): Promise<void> {
    if (channel === 'email' && (await members.isLoginIdTaken(manager, target))) {
      throw new Refusal<CodeOf<typeof redeemProof>>('identity.email_taken');
    }
    if (channel === 'phone' && (await members.isPhoneFull(manager, target))) {
      throw new Refusal<CodeOf<typeof redeemProof>>('identity.phone_in_use');
    }
  }
}
