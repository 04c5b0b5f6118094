import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInRange, readAddress, readAddressRange } from './address.js';

const lies = (address: string, range: string): boolean | null => {
  const read = readAddress(address);
  const within = readAddressRange(range);
  return read && within && isInRange(read, within);
};

describe('addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.3.0', '192.0.2.0/24', false],
    ['192.0.2.255', '192.0.2.99/24', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['255.255.255.255', '128.0.0.0/1', true],
    ['127.255.255.255', '128.0.0.0/1', false],
    ['10.0.0.1', '10.0.0.0/31', true],
    ['10.0.0.2', '10.0.0.0/31', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['1.2.3.4', '::/0', false],
    ['::1', '0.0.0.0/0', false],
    ['::1', '::/0', true],
    ['2001:DB8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8:0:0:8000::', '2001:db8::/65', false],
    ['2001:db8:0:0:7fff::', '2001:db8::/65', true],
    ['::ffff:192.0.2.7', '192.0.2.0/24', true],
    ['::ffff:c000:207', '192.0.2.7', true],
    ['192.0.2.7', '::ffff:192.0.2.0/120', true],
    ['192.0.2.7', '::ffff:0:0/96', true],
    ['192.0.2.7', '::ffff:0:0/95', false],
    ['::fffe:c000:207', '::ffff:0:0/95', true],
    ['::192.0.2.7', '192.0.2.7', false],
  ])('%s lies in %s: %j', (address, range, expected) => {
    expect(lies(address, range)).toBe(expected);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.-4',
    ' 1.2.3.4',
    '1.2.3.4/32',
    '0x1.2.3.4',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '::1.2.3.4:5',
    '1.2.3.4::',
    '[::1]',
  ])('%j is no address', (text) => {
    expect(readAddress(text)).toBeNull();
  });

  it('lets :: stand for one group or more', () => {
    expect(readAddress('1:2:3:4:5:6:7::')).toEqual(readAddress('1:2:3:4:5:6:7:0'));
    expect(readAddress('::')).toEqual([0, 0, 0, 0]);
  });

  it.each(['1.2.3.4/', '1.2.3.4/33', '1.2.3.4/08', '1.2.3.4/-1', '1.2.3.4/8/8', '::/129', '::/ 1', '/8', ''])(
    '%j is no range',
    (text) => {
      expect(readAddressRange(text)).toBeNull();
    },
  );

  it('compares as many bits as the length says', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 32 }), (address, base, length) => {
        const same = (value: number) => value.toString(2).padStart(32, '0').slice(0, length);
        return lies(dotted(address), `${dotted(base)}/${length}`) === (same(address) === same(base));
      }),
      { numRuns: 2_000 },
    );
  });
});
