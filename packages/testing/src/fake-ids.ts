import type { Ids } from '@genkan/config/ids';

/**
 * Counts instead of drawing: uuid `00000000-0000-7000-8000-000000000001` and on, digits `000001`, tokens in sequence. Two of
 * them give the same values, so use `systemIds` where rows of several tests meet in one table.
 */
export function fakeIds(): Ids {
  let count = 0;
  const next = (length: number) => String(++count).padStart(length, '0');
  return {
    uuid: () => `00000000-0000-7000-8000-${next(12)}`,
    digits: (length) => next(length).slice(-length),
    token: (bytes) => Buffer.from(next(bytes)).toString('base64url'),
  };
}
