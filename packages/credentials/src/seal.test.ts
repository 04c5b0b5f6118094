import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealer, SealBroken } from './seal.js';

const [first, second] = [randomBytes(32), randomBytes(32)];
const sealer = createSealer({ current: first });

describe('a sealer', () => {
  it('opens what it sealed, for any text and context, and never seals alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        const sealed = sealer.seal(text, context);
        expect(sealer.open(sealed, context)).toBe(text);
        expect(sealed.equals(sealer.seal(text, context))).toBe(false);
        expect(sealed).toHaveLength(33 + Buffer.byteLength(text));
      }),
    );
  });

  it('refuses a change of any byte, any shortening and any other context', () => {
    const sealed = sealer.seal('kim@example.com', 'member:1');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => sealer.open(changed, 'member:1')).toThrow(SealBroken);
      expect(() => sealer.open(sealed.subarray(0, at), 'member:1')).toThrow(SealBroken);
    }
    for (const context of ['member:2', 'draft:1', 'member:', '']) {
      expect(() => sealer.open(sealed, context)).toThrow(SealBroken);
    }
  });

  it('opens with an older key, and seals with the current one', () => {
    const old = sealer.seal('text', 'row');
    const rotated = createSealer({ current: second, older: [first] });
    expect(rotated.open(old, 'row')).toBe('text');
    const renewed = rotated.seal('text', 'row');
    expect(rotated.open(renewed, 'row')).toBe('text');
    expect(() => sealer.open(renewed, 'row')).toThrow(SealBroken);
  });

  it('does not show the text, and refuses keys of another length', () => {
    expect(sealer.seal('kim@example.com', 'row').includes('kim')).toBe(false);
    expect(() => createSealer({ current: randomBytes(31) })).toThrow(RangeError);
    expect(() => createSealer({ current: first, older: [randomBytes(16)] })).toThrow(RangeError);
  });
});
