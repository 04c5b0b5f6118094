import { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import { hashToken } from '@genkan/credentials/opaque-token';
import { afterAll, beforeAll, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { lookUp, newMember, signedIn } from './sign-in-calls.js';
import { seedReadyDraft } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

it('whose a session or a draft is can be asked while all connections are busy with other calls', async () => {
  const { token } = await signedIn(identity, await newMember(identity));
  const { secret } = await seedReadyDraft(identity);
  const busy: QueryRunner[] = Array.from({ length: 10 }, () => identity.dataSource.createQueryRunner());
  await Promise.all(busy.map((runner) => runner.startTransaction()));
  try {
    await lookUp(identity, token).timeout(2_000).expect(200);
    const params = { tokenHash: hashToken(secret) };
    await identity.call(lookUpDraft, { params }).timeout(2_000).expect(200);
  } finally {
    for (const runner of busy) {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
});
