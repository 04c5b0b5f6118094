import type { Ctx } from '@genkan/call/ctx';
import type { IsRefused } from '@genkan/call/fitting-parts';
import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { Language } from '@genkan/contracts/primitives';
import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import { type Challenge, channelOf, isOpen, newChallenge, type Purpose, subjectOf, withNewCode } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import type { ShownChallenge } from './present-challenge.js';
import { drawCode, type SendCode } from './send-code.js';
import { readTarget } from './target.js';

interface Dependencies {
  readonly transact: Transact;
  readonly challenges: ChallengeRepository;
  readonly sendCode: SendCode;
  readonly codes: OneTimeCodes;
  readonly ids: Ids;
}

interface Wish {
  readonly purpose: Purpose;
  readonly target: string;
  readonly country?: string | undefined;
  readonly language: Language;
}

/**
 * Checks the target of a request whose other fields break the contract (acceptance A2). Without a readable country it cannot check a
 * number.
 *
 * @throws Refusal `verification.target_invalid`
 */
export function checkTarget({ purpose, target, country }: Partial<Wish>, isRefused: IsRefused): void {
  if (purpose === undefined || target === undefined || isRefused('body.country')) return;
  readTarget(channelOf[purpose], target, country);
}

export type RequestChallenge = (ctx: Ctx, wish: Wish) => Promise<ShownChallenge>;

/**
 * Sends a code to an address, whether anybody is known by it or not. Asking again while a challenge for the same address is
 * open is a re-send: otherwise each new challenge would bring five new guesses.
 */
export function createRequestChallenge(parts: Dependencies): RequestChallenge {
  const { transact, challenges, sendCode, codes, ids } = parts;
  return async (ctx, { purpose, target: text, country, language }) => {
    const subject = subjectOf(ctx);
    const target = readTarget(channelOf[purpose], text, country);
    const now = ctx.clock.now();
    await sendCode.prepare(ctx, target);
    return transact(ctx, async (tx) => {
      // First of all, because its locks let one request for this target through at a time.
      await sendCode.charge(tx, ctx, target);
      const latest = await challenges.lockLatest(tx.manager, subject, purpose, target);
      const id = latest && isOpen(latest, now) ? latest.id : ids.uuid();
      const { code, codeHash } = drawCode(codes, id);
      let challenge: Challenge;
      if (latest?.id === id) {
        challenge = withNewCode(latest, codeHash, now);
        await challenges.saveCode(tx.manager, challenge);
      } else {
        challenge = newChallenge({ id, subject, purpose, target, language, codeHash }, now);
        await challenges.add(tx.manager, challenge);
      }
      return { challenge, delivery: await sendCode.send(tx, ctx, challenge, code), now };
    });
  };
}
