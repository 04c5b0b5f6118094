import { z } from 'zod';
import { callContext } from './call-context.js';

/**
 * Claims of the 60-second Ed25519 token (JWS compact, `typ: genkan-call+jwt`) that the gateway sends to a service as
 * `Authorization: Bearer`. A service accepts it only as the named audience and for the named action.
 */
export const internalToken = z.object({
  iss: z.literal('gateway'),
  aud: z.string(),
  action: z.string(),
  exp: z.number().int(),
  iat: z.number().int(),
  ctx: callContext,
});
export type InternalToken = z.infer<typeof internalToken>;

export const INTERNAL_TOKEN_TYPE = 'genkan-call+jwt';
export const INTERNAL_TOKEN_SECONDS = 60;

/** Headers between gateway and services. The gateway drops all of them from clients and from answers to clients. */
export const RECORDED_HEADER = 'genkan-recorded';
/** `genkan-set-session: <token>;<seconds>`; an empty value clears the cookie. Likewise draft and device. */
export const setCredentialHeader = (name: string) => `genkan-set-${name}`;
/** The device cookie's token, only on endpoints whose contract `sets` it. */
export const DEVICE_HEADER = 'genkan-device';
/** SHA-256 of the session cookie's token, in hexadecimal, only on endpoints whose contract `sets` it. */
export const SESSION_HEADER = 'genkan-session';
