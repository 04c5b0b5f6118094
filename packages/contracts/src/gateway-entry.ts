import { z } from 'zod';
import { actor, stage } from './call-context.js';
import { accountNumber, timestamp } from './primitives.js';

/**
 * What the gateway may keep for one second about a credential: identity's answer to a look-up by the SHA-256 (hex) of
 * a cookie's token. A credential that does not stand (any more) is a 404.
 */
export const sessionEntry = z.object({
  version: z.string(),
  actor,
  accountNo: accountNumber.nullable(),
  stage,
  startedAt: timestamp,
  idleEndsAt: timestamp,
  absoluteEndsAt: timestamp,
});
export type SessionEntry = z.infer<typeof sessionEntry>;

export const draftEntry = z.object({ version: z.string(), actor, endsAt: timestamp });
export type DraftEntry = z.infer<typeof draftEntry>;
