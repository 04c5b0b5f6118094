import { type Choose, onceIn, oneOf, several } from './choice.js';
import { distorted } from './draw-text.js';

const known = [
  '10.1.2.3',
  '10.1.2.4',
  '10.200.0.1',
  '11.0.0.0',
  '0.0.0.0',
  '255.255.255.255',
  '128.0.0.1',
  '::',
  '::1',
];
const known6 = [
  '2001:db8::1',
  '2001:DB8:0:0:0:0:0:1',
  '2001:db8::2',
  'fe80::1',
  '64:ff9b::10.1.2.3',
  '::10.1.2.3',
  '1:2:3:4:5:6:7::',
];
const mapped = [
  '::ffff:10.1.2.3',
  '::ffff:a01:203',
  '0:0:0:0:0:FFFF:10.1.2.4',
  '::fffe:a01:203',
  '::ffff:0:0',
  '::ffff:255.255.255.255',
];
const odd = [
  '',
  'x',
  '10.1.2',
  '010.1.2.3',
  '10.1.2.256',
  'fe80::1%eth0',
  '1::2::3',
  '1:2:3:4:5:6:7:8:9',
  '[::1]',
  '1:2:3:4::5:6:7:8',
];
const signs = ['0', '1', 'f', 'g', ':', '.', '/', ' ', '::'];

/** An address as a request gives it; once in so many times one that is malformed, or may be. */
export function drawAddress(choose: Choose, malformedOnceIn: number): string {
  if (onceIn(choose, malformedOnceIn)) {
    return onceIn(choose, 2) ? oneOf(choose, odd) : distorted(choose, wellFormed(choose), signs);
  }
  return wellFormed(choose);
}

function wellFormed(choose: Choose): string {
  const kind = choose(6);
  if (kind < 2) return oneOf(choose, known);
  if (kind === 2) return oneOf(choose, known6);
  if (kind === 3) return oneOf(choose, mapped);
  if (kind === 4) return Array.from({ length: 4 }, () => oneOf(choose, [0, 1, 10, 127, 128, 255])).join('.');
  const group = () => oneOf(choose, ['0', '1', 'ffff', 'db8', '8000', '0001']);
  const before = several(choose, 0, 3, group).join(':');
  return `${before}::${several(choose, 0, 4, group).join(':')}`;
}

const lengths4 = [0, 1, 8, 9, 15, 16, 24, 31, 32];
const lengths6 = [0, 1, 16, 32, 33, 64, 95, 96, 97, 104, 127, 128];

/** An address or range that is often around the given address. */
export function drawRange(choose: Choose, near: string, malformedOnceIn: number): string {
  const address = onceIn(choose, 2) ? near : drawAddress(choose, malformedOnceIn);
  if (onceIn(choose, malformedOnceIn))
    return `${address}/${oneOf(choose, ['33', '129', '08', '', '-1', '8/8', '+8', '99999999999999999999'])}`;
  if (onceIn(choose, 3)) return address;
  return `${address}/${oneOf(choose, address.includes(':') ? lengths6 : lengths4)}`;
}
