import { z } from 'zod';
import { personalField } from './field.js';
import { accountNumber, uuid } from './primitives.js';

/** Who acts (acceptance T1). Each field is personal, as the whole is: redaction goes by the class of the field, if it has one. */
export const actor = z
  .object({
    type: personalField(
      z.enum(['main', 'sub', 'role', 'anonymous', 'draft', 'system', 'operator', 'product']).meta({ id: 'ActorType' }),
      'Kind of actor. `draft` is a visitor during sign-up, `system` a worker or the scheduler.',
    ),
    id: personalField(
      z.string().max(64).nullable(),
      "Its id, of a visitor during sign-up the draft's; null for `anonymous` and `system`.",
    ),
    /** Never the text that an unknown person typed (acceptance T2). */
    loginId: personalField(z.string().max(320).nullable(), 'Login id, masked for main accounts and operators.'),
    sessionId: personalField(uuid.nullable(), 'Session that it acts in; null without one.'),
    accessKeyId: personalField(z.string().max(64).nullable(), 'Access key that signed the request; null without one.'),
    mfa: personalField(z.boolean(), 'Whether it signed in with a second factor.'),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actor>;

/** A session's stage: only endpoints marked for it answer. */
export const stage = z.enum(['full', 'mfa-pending', 'password-change']).meta({ id: 'SessionStage' });
export type Stage = z.infer<typeof stage>;

/** Where a call came from; the gateway derives it from the credential, nobody states it. */
export const source = z.enum(['API', 'CONSOLE', 'PORTAL', 'SYSTEM']).meta({ id: 'CallSource' });
export type Source = z.infer<typeof source>;

/**
 * What is known about one call: the claims of the gateway's token. It is passed explicitly through use cases and
 * copied into every record that the call leaves.
 */
export const callContext = z.object({
  actor,
  accountNo: accountNumber.nullable(),
  stage: stage.nullable(),
  source,
  /** Empty only for SYSTEM. */
  sourceIp: z.string().max(45),
  userAgent: z.string().max(1024),
  requestId: uuid,
  /** The draft's id while signing up, else the request's. Consumers copy it. */
  correlationId: z.string().max(64),
  /** The event that was handled, or the record of the call; null for the first record of a call. */
  causationId: z.string().max(128).nullable(),
  decisionId: uuid.nullable(),
  traceparent: z.string().max(64),
});
export type CallContext = z.infer<typeof callContext>;

/** The actor of work that nobody asked for: workers, schedulers, consumers. */
export const systemActor: Actor = {
  type: 'system',
  id: null,
  loginId: null,
  sessionId: null,
  accessKeyId: null,
  mfa: false,
};

/** The caller of an endpoint that asks for no credential. */
export const anonymousActor: Actor = { ...systemActor, type: 'anonymous' };
