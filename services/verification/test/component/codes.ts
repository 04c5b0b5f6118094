import type { Ctx } from '@genkan/call/ctx';
import { requestChallenge } from '@genkan/contracts/verification/challenges';
import { deliveryContent } from '../../src/deliveries/delivery-content.js';
import type { Verification } from './start-verification.js';

/** Asks for a code; `answer` gives the call that answers with it. */
export async function ask(verification: Verification, as: Partial<Ctx>, body: { readonly target: string }) {
  const { body: answered } = await verification.call(requestChallenge, { as, body }).expect(202);
  const challengeId = String(answered.challengeId);
  const params = { challengeId };
  return { challengeId, params, answer: (code: string) => ({ params, body: { code } }) };
}

/** The code that is queued for a challenge, read as the worker reads it, so that nothing need be sent. */
export async function codeOf({ dataSource, common }: Verification, challengeId: string): Promise<string> {
  const rows: { id: string; content: Buffer }[] = await dataSource.query(
    "SELECT id, content FROM deliveries WHERE challenge_id = ? AND state = 'queued'",
    [challengeId],
  );
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`${rows.length} codes are queued`);
  const { content } = common.protection.open(deliveryContent, row.content, row.id);
  if (content.template !== 'challenge-code') throw new Error(`${content.template} has no code`);
  return content.values.code;
}
