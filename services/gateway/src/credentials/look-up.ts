import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { z } from 'zod';
import type { LookUp } from './entry-cache.js';

/** An answer of the owner. */
export interface OwnerAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface LookUpSettings<E extends z.ZodType> {
  readonly endpoint: EndpointContract;
  readonly entry: E;
  /** Asks the owner with the gateway's own token. */
  readonly ask: (endpoint: EndpointContract, path: string, headers: Record<string, string>) => Promise<OwnerAnswer>;
}

/** The owner answered something that says neither that there is an entry nor that there is none. */
export class OwnerUnclear extends Error {
  override readonly name = 'OwnerUnclear';
}

/** Looks entries up at their owner, by the hash of a token. Whatever is not clearly "none" is a failure. */
export const createLookUp =
  <E extends z.ZodType>({ endpoint, entry, ask }: LookUpSettings<E>): LookUp<z.output<E>> =>
  async (tokenHash, knownVersion) => {
    const path = `/internal${endpoint.path.replace('{tokenHash}', tokenHash)}`;
    const { status, body } = await ask(
      endpoint,
      path,
      knownVersion === null ? {} : { 'if-none-match': `"${knownVersion}"` },
    );
    if (status === 304 && knownVersion !== null) return 'unchanged';
    if (status === 404 && isNone(endpoint, body)) return 'none';
    if (status !== 200) throw new OwnerUnclear(`${endpoint.name} was answered with ${status}`);
    return entry.parse(JSON.parse(body.toString()));
  };

/** The owner's own code, not that of a path which nobody serves. */
function isNone(endpoint: EndpointContract, body: Buffer): boolean {
  try {
    const { code } = JSON.parse(body.toString()) as { code?: unknown };
    return typeof code === 'string' && Object.hasOwn(endpoint.errors, code);
  } catch {
    return false;
  }
}
