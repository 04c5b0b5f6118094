import type { KeyObject } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { PROOF_SECONDS, PROOF_TOKEN_TYPE, type ProofClaims, proofClaims } from '@genkan/contracts/proof';
import { createSigner, createVerifier, type KeySource, seconds } from './signed-token.js';

/** What a proof says; the rest is the same for all. */
export type ProofFacts = Pick<ProofClaims, 'jti' | 'purpose' | 'subject' | 'channel' | 'target'>;

/** verification's side: signs the proof of a passed challenge, valid for 10 minutes. `jti` is the challenge's id. */
export function createProofSigner({ privateKey, clock }: { readonly privateKey: KeyObject; readonly clock: Clock }): {
  sign(facts: ProofFacts): string;
} {
  const sign = createSigner(privateKey, PROOF_TOKEN_TYPE);
  return {
    sign({ jti, purpose, subject, channel, target }) {
      const iat = seconds(clock);
      const exp = iat + PROOF_SECONDS;
      const facts = { jti, purpose, subject, channel, target };
      return sign({ iss: 'verification', aud: 'identity', iat, exp, ...facts } satisfies ProofClaims);
    },
  };
}

/** identity's side. The function throws `TokenRefused`; the caller ensures that a proof is redeemed once. */
export function createProofVerifier(facts: {
  readonly keys: KeySource;
  readonly clock: Clock;
}): (proof: string) => Promise<ProofClaims> {
  return createVerifier({ typ: PROOF_TOKEN_TYPE, claims: proofClaims, maxSeconds: PROOF_SECONDS, ...facts });
}
