import { z } from 'zod';

/**
 * What a passed challenge is worth: a JWS (Ed25519, `typ: genkan-proof+jwt`) by verification, redeemed once by the
 * service named as audience. It lives 10 minutes; `jti` is the challenge's id.
 */
export const proofClaims = z.object({
  iss: z.literal('verification'),
  aud: z.literal('identity'),
  jti: z.uuid(),
  iat: z.number().int(),
  exp: z.number().int(),
  purpose: z.enum(['registration-email', 'registration-phone']),
  /** The draft that asked. */
  subject: z.string(),
  channel: z.enum(['email', 'phone']),
  /** Normalised e-mail address or E.164 number. */
  target: z.string().max(320),
});
export type ProofClaims = z.infer<typeof proofClaims>;

export const PROOF_TOKEN_TYPE = 'genkan-proof+jwt';
export const PROOF_SECONDS = 600;
