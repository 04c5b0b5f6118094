import { type Choose, onceIn, oneOf } from './choice.js';
import { distorted } from './draw-text.js';

const known = [
  '2026-11-23T09:30:00Z',
  '2026-11-23T18:30:00+09:00',
  '2026-11-23T18:30:00.250+09:00',
  '2026-11-23T09:30:00.2509Z',
  '2026-11-23T09:30:00-00:00',
  '2026-11-22T22:30:00-11:00',
  '2028-02-29T00:00:00Z',
  '1969-12-31T23:59:59.999999999Z',
  '9999-12-31T23:59:59-23:59',
  '0000-01-01T00:00:00+23:59',
];
const odd = [
  '',
  'now',
  '2026-02-29T00:00:00Z',
  '2026-11-23',
  '2026-11-23T24:00:00Z',
  '2016-12-31T23:59:60Z',
  '2026-11-23t09:30:00Z',
  '1795426200',
];
const signs = ['0', '1', '2', '9', ':', '-', '+', 'Z', 'z', '.', 'T', ' '];

/** A date; once in so many times one that is malformed, or may be. */
export function drawDate(choose: Choose, malformedOnceIn: number): string {
  if (!onceIn(choose, malformedOnceIn)) return onceIn(choose, 2) ? assembled(choose) : oneOf(choose, known);
  const kind = choose(3);
  if (kind === 0) return oneOf(choose, odd);
  if (kind === 1) return distorted(choose, oneOf(choose, known), signs);
  return assembled(choose, ['00', '13', '02', '04'], ['00', '29', '30', '31', '32'], ['23', '24'], ['59', '60']);
}

function assembled(
  choose: Choose,
  months = ['01', '02', '11', '12'],
  days = ['01', '22', '23', '28'],
  hours = ['00', '09', '18', '23'],
  minutes = ['00', '30', '59'],
): string {
  const day = `${oneOf(choose, ['2026', '2026', '2024', '2000', '1900', '0000', '9999'])}-${oneOf(choose, months)}-${oneOf(choose, days)}`;
  const time = `${oneOf(choose, hours)}:${oneOf(choose, minutes)}:${oneOf(choose, minutes)}`;
  const fraction = oneOf(choose, ['', '', '.5', '.25', '.250', '.250000001', '.000999999']);
  return `${day}T${time}${fraction}${oneOf(choose, ['Z', 'Z', '+09:00', '-11:00', '+05:45', '-23:59'])}`;
}
