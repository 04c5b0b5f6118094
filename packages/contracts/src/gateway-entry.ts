import { z } from 'zod';
import { actor, stage } from './call-context.js';
import { personalField, publicField } from './field.js';
import { accountNumber, timeField } from './primitives.js';

const version = publicField(z.string(), 'Version of the entry, its ETag.');

/**
 * What the gateway may keep for one second about a credential: identity's answer to a look-up by the SHA-256 (hex) of
 * a cookie's token. A credential that does not stand (any more) is a 404.
 */
export const sessionEntry = z.object({
  version,
  actor: personalField(actor, 'Who is signed in.'),
  accountNo: publicField(accountNumber.nullable(), 'Account; null for an operator.'),
  stage: publicField(stage, 'What the session may do.'),
  startedAt: timeField('When it was started'),
  idleEndsAt: timeField('When it ends unless used'),
  absoluteEndsAt: timeField('When it ends in any case'),
});
export type SessionEntry = z.infer<typeof sessionEntry>;

export const draftEntry = z.object({
  version,
  actor: personalField(actor, 'The visitor, as the draft.'),
  endsAt: timeField('When the draft ends'),
});
export type DraftEntry = z.infer<typeof draftEntry>;
