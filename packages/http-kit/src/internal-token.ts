import type { KeyObject } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import type { CallContext } from '@genkan/contracts/call-context';
import {
  INTERNAL_TOKEN_SECONDS,
  INTERNAL_TOKEN_TYPE,
  type InternalToken,
  internalToken,
} from '@genkan/contracts/internal-token';
import { createSigner, createVerifier, type KeySource, seconds, TokenRefused } from './signed-token.js';

/** Accepts the token of one call, for the named action; throws `TokenRefused`. */
export type VerifyToken = (token: string, action: string) => Promise<CallContext>;

/** The gateway's side: signs what it knows of a call, for one service and one action, for 60 seconds. About 40 µs. */
export function createTokenSigner({ privateKey, clock }: { readonly privateKey: KeyObject; readonly clock: Clock }): {
  sign(call: { readonly audience: string; readonly action: string; readonly ctx: CallContext }): string;
} {
  const sign = createSigner(privateKey, INTERNAL_TOKEN_TYPE);
  return {
    sign({ audience, action, ctx }) {
      const iat = seconds(clock);
      const exp = iat + INTERNAL_TOKEN_SECONDS;
      return sign({ iss: 'gateway', aud: audience, action, iat, exp, ctx } satisfies InternalToken);
    },
  };
}

/** The service's side. `audience` is the service's own name. */
export function createTokenVerifier(facts: {
  readonly keys: KeySource;
  readonly audience: string;
  readonly clock: Clock;
}): VerifyToken {
  const verify = createVerifier({
    typ: INTERNAL_TOKEN_TYPE,
    keys: facts.keys,
    claims: internalToken,
    maxSeconds: INTERNAL_TOKEN_SECONDS,
    clock: facts.clock,
  });
  return async (token, action) => {
    const claims = await verify(token);
    if (claims.aud !== facts.audience || claims.action !== action) throw new TokenRefused('action');
    return claims.ctx;
  };
}
