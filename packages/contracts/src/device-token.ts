import { z } from 'zod';

/** One login id that a browser is known to: it signed in fully there. */
export const deviceEntry = z.object({
  /** Id of the device; no other login id gets it. */
  id: z.uuid(),
  /** 32 bytes in base64url, made of the login id under a key of the service that checks its password. */
  login: z.string().regex(/^[\w-]{43}$/),
});
export type DeviceEntry = z.infer<typeof deviceEntry>;

/** A browser is known to so many login ids at most. */
export const DEVICE_ENTRIES = 10;

/**
 * What the device cookie holds: a JWS (Ed25519, `typ: genkan-device+jwt`) by identity, for every service that checks sign-ins. The
 * login id that signed in last comes first. An entry says that the device was known once; whether it still is, its owner decides.
 */
export const deviceClaims = z.object({
  iss: z.literal('identity'),
  aud: z.literal('sign-in'),
  iat: z.number().int(),
  exp: z.number().int(),
  devices: z.array(deviceEntry).max(DEVICE_ENTRIES),
});
export type DeviceClaims = z.infer<typeof deviceClaims>;

export const DEVICE_TOKEN_TYPE = 'genkan-device+jwt';
/** 400 days: the longest that browsers keep a cookie. */
export const DEVICE_TOKEN_SECONDS = 400 * 24 * 3_600;
