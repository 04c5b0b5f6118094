import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { redeemProof } from '@genkan/contracts/identity/registration';
import type { ProofClaims } from '@genkan/contracts/proof';
import { TokenRefused } from '@genkan/http-kit/signed-token';

/** @throws Refusal `identity.proof_refused`; the caller does not learn why */
export type VerifyProof = (proof: string) => Promise<ProofClaims>;

/** Checks that verification signed a proof for identity, and that it is in time. */
export function createVerifyProof(verify: (proof: string) => Promise<ProofClaims>): VerifyProof {
  return async (proof) => {
    try {
      return await verify(proof);
    } catch (error) {
      if (error instanceof TokenRefused) throw new Refusal<CodeOf<typeof redeemProof>>('identity.proof_refused');
      throw error;
    }
  };
}
