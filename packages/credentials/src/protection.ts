import { type BlindIndex, createBlindIndex } from './blind-index.js';
import { createSealer } from './seal.js';
import { type ContentOf, readContent, type SealedContent, writeContent } from './sealed-content.js';

/** What keeps personal data unreadable in a database, and findable all the same. `Kind` names what the service looks up. */
export interface Protection<Kind extends string> {
  /** Encrypts content; it opens again as this content of this row alone. */
  seal<Content extends SealedContent>(content: Content, value: ContentOf<Content>, row: string): Buffer;
  /**
   * Opens content to read it.
   *
   * @throws SealBroken when it was sealed with another key or for another row
   * @throws SealedContentBroken when it does not fit its schema
   * @throws SealedContentNewer when a newer release wrote it in another shape
   */
  open<Content extends SealedContent>(content: Content, sealed: Uint8Array, row: string): ContentOf<Content>;
  /**
   * Opens content that is sealed again after a change.
   *
   * @throws SealBroken, SealedContentBroken as `open` does
   * @throws SealedContentNewer whenever a newer release wrote it: what this one does not know would be lost
   */
  openToChange<Content extends SealedContent>(content: Content, sealed: Uint8Array, row: string): ContentOf<Content>;
  /** A keyed hash of 32 bytes. */
  indexOf: BlindIndex<Kind>;
}

/** Keys of 32 bytes; `olderSealKeys` still open what they sealed. */
export interface ProtectionKeys {
  readonly sealKey: Uint8Array;
  readonly olderSealKeys?: readonly Uint8Array[];
  readonly indexKey: Uint8Array;
}

/** A key of 32 bytes among the variables. */
interface SecretKey {
  bytes(): Uint8Array;
}

/** The keys out of a service's variables. */
export const protectionKeysOf = (config: {
  readonly SEALING_KEY: SecretKey;
  readonly SEALING_KEYS_OLD: readonly SecretKey[];
  readonly LOOKUP_KEY: SecretKey;
}): ProtectionKeys => ({
  sealKey: config.SEALING_KEY.bytes(),
  olderSealKeys: config.SEALING_KEYS_OLD.map((key) => key.bytes()),
  indexKey: config.LOOKUP_KEY.bytes(),
});

/** Protection under the keys of one service. */
export function createProtection<Kind extends string>(keys: ProtectionKeys): Protection<Kind> {
  const sealer = createSealer({ current: keys.sealKey, older: keys.olderSealKeys ?? [] });
  const place = ({ name }: SealedContent, row: string) => `${name}:${row}`;
  return {
    seal: (content, value, row) => sealer.seal(writeContent(content, value), place(content, row)),
    open: (content, sealed, row) => readContent(content, sealer.open(sealed, place(content, row))),
    openToChange: (content, sealed, row) =>
      readContent(content, sealer.open(sealed, place(content, row)), { toChange: true }),
    indexOf: createBlindIndex<Kind>(keys.indexKey),
  };
}
