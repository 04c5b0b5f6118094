import { hash, verify } from '@node-rs/argon2';
import { served } from './served.js';

/** Work for one slice: so many hashes are kept in flight for so long. */
export interface HashSlice {
  readonly kind: 'hash' | 'verify';
  readonly inFlight: number;
  readonly durationMs: number;
}

export interface HashedSlice {
  readonly perSecond: number;
  readonly hashes: number;
}

const password = 'Gate-2026-way';
/** The parameters of identity (packages/credentials). */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const phc = await hash(password, parameters);
const work = { hash: () => hash(password, parameters), verify: () => verify(phc, password) };

served<HashSlice, HashedSlice>('ready', async ({ kind, inFlight, durationMs }) => {
  const startedMs = performance.now();
  const endMs = startedMs + durationMs;
  let hashes = 0;
  const lane = async () => {
    while (performance.now() < endMs) {
      await work[kind]();
      hashes += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return { hashes, perSecond: (hashes / (performance.now() - startedMs)) * 1_000 };
});
