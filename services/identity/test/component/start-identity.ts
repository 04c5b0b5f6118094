import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import type { Ids } from '@genkan/config/ids';
import { anonymousActor } from '@genkan/contracts/call-context';
import type { ProofClaims } from '@genkan/contracts/proof';
import { createPasswordHasher, type PasswordHasher } from '@genkan/credentials/password-hasher';
import { createProofSigner } from '@genkan/http-kit/proof-token';
import { startServiceForTest, testSecret } from '@genkan/service-kit/test/start-service';
import { compose } from '../../src/compose.js';
import { environment } from '../../src/config.js';
import { mysqlMemberRepository } from '../../src/members/member-repository.js';
import { createProtection } from '../../src/protection.js';
import { entities, migrations } from '../../src/schema.js';

const bytes = (fill: number) => new Uint8Array(Buffer.from(testSecret(fill), 'base64'));

interface Replacements {
  readonly ids?: Ids;
  readonly hasher?: PasswordHasher;
}

/** Cheap, with a long queue time-out for tests that ask for 200 hashes at once. */
const testHasher = () => createPasswordHasher({ cost: { memoryKiB: 8, passes: 1 }, queueDeadlineMs: 60_000 });

/** Identity as it is, without a bus behind it: what it publishes stays in the outbox. */
export async function startIdentity({ ids, hasher = testHasher() }: Replacements = {}) {
  const verification = generateKeyPairSync('ed25519');
  const { privateKey: signingKey } = generateKeyPairSync('ed25519');
  const started = await startServiceForTest({
    service: 'identity',
    environment,
    compose: (config, clock, outside) => compose(config, clock, { ...outside, ...(ids ? { ids } : {}), hasher }),
    entities,
    migrations,
    env: {
      VERIFICATION_JWKS_URL: 'http://verification.test/jwks.json',
      SEALING_KEY: testSecret(1),
      LOOKUP_KEY: testSecret(2),
      SIGNING_KEY: signingKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      CURSOR_KEY: testSecret(5),
    },
    keys: { 'verification.test': verification.publicKey },
  });
  const { clock, dataSource } = started;
  const protection = createProtection({ sealKey: bytes(1), indexKey: bytes(2) });
  const proofs = createProofSigner({ privateKey: verification.privateKey, clock });
  return {
    ...started,
    hasher,
    protection,
    members: mysqlMemberRepository(protection),

    /** A proof that verification would have given to this draft. */
    proof(draftId: string, channel: 'email' | 'phone', target: string, claims: Partial<ProofClaims> = {}): string {
      const purpose = `registration-${channel}` as const;
      return proofs.sign({ jti: randomUUID(), purpose, subject: draftId, channel, target, ...claims });
    },

    storedDraft: async (id: string): Promise<Record<string, unknown> | undefined> =>
      (await dataSource.query('SELECT * FROM registration_drafts WHERE id = ?', [id]))[0],
  };
}

export type Identity = Awaited<ReturnType<typeof startIdentity>>;

/** The caller of a draft's endpoints. */
export const asDraft = (draftId: string): Partial<Ctx> => ({
  actor: { ...anonymousActor, type: 'draft', id: draftId },
  correlationId: draftId,
});
