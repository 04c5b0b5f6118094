import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * Encrypts personal data at rest. What comes out is one version byte, four bytes of key id, a 12-byte nonce, a 16-byte tag
 * and the ciphertext (AES-256-GCM), 33 bytes longer than the text.
 */
export interface Sealer {
  /** Seals a text under the current key; `context` names where it is stored (`member:<id>`), and it opens only there. */
  seal(text: string, context: string): Buffer;
  /** @throws SealBroken when the bytes were changed, belong elsewhere, or were sealed under a key that is not in the ring */
  open(sealed: Uint8Array, context: string): string;
}

/** Sealed bytes cannot be opened; it says no more, because the reasons look alike to a cipher. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor() {
    super('sealed data cannot be opened here with these keys');
  }
}

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const KEY_BYTES = 32;
const ID_END = 5;
const NONCE_END = ID_END + 12;
const TAG_END = NONCE_END + 16;

/**
 * A sealer over a ring of 32-byte keys: `current` seals, `older` ones still open. A key's id is derived from the key, so a
 * rotation is a change of two variables and cannot be numbered wrongly. Nonces are random: rotate before 2³² seals.
 */
export function createSealer(ring: { current: Uint8Array; older?: readonly Uint8Array[] }): Sealer {
  const keys = new Map([ring.current, ...(ring.older ?? [])].map((key) => [keyId(key).toString('hex'), key]));
  const currentId = keyId(ring.current);
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_END - ID_END);
      const head = Buffer.from([VERSION, ...currentId]);
      const cipher = createCipheriv(ALGORITHM, ring.current, nonce).setAAD(boundTo(head, context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      const head = bytes.subarray(0, ID_END);
      const key = keys.get(head.toString('hex', 1));
      if (head[0] !== VERSION || bytes.length < TAG_END || !key) throw new SealBroken();
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(ID_END, NONCE_END))
          .setAAD(boundTo(head, context))
          .setAuthTag(bytes.subarray(NONCE_END, TAG_END));
        return decipher.update(bytes.subarray(TAG_END), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealBroken();
      }
    },
  };
}

function keyId(key: Uint8Array): Buffer {
  if (key.length !== KEY_BYTES) throw new RangeError(`a sealing key has ${KEY_BYTES} bytes`);
  return createHmac('sha256', key)
    .update('genkan sealing key id')
    .digest()
    .subarray(0, ID_END - 1);
}

function boundTo(head: Buffer, context: string): Buffer {
  return Buffer.concat([head, Buffer.from(context, 'utf8')]);
}
