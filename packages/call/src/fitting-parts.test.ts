import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { fittingParts } from './fitting-parts.js';

const schema = z.strictObject({
  name: z.string().min(1),
  age: z.number().default(7),
  tags: z.array(z.strictObject({ name: z.string(), weight: z.number().optional() })).max(2),
  address: z.strictObject({ city: z.string().trim(), street: z.string() }).nullable().optional(),
});

it('of a value that fits, all is kept as it was parsed', () => {
  const value = { name: 'x', tags: [], address: { city: ' Seoul ', street: 's' } };
  expect(fittingParts(schema, value)).toEqual({ ...value, age: 7, address: { city: 'Seoul', street: 's' } });
});

it('parts that do not fit are missing, however deep, and their neighbours are kept', () => {
  const value = { name: '', tags: [{ name: 'a', weight: '1' }, 'b', { name: 'c' }], address: { city: 1, street: 's' } };
  expect(fittingParts(schema, value)).toEqual({
    age: 7,
    tags: [{ name: 'a', weight: undefined }, { name: undefined, weight: undefined }, { name: 'c' }].map((tag, place) =>
      place === 1 ? undefined : tag,
    ),
    address: { street: 's' },
  });
});

it('what the schema does not have is not kept', () => {
  expect(fittingParts(schema, { name: 'x', isAdmin: true, tags: 5 })).toEqual({ name: 'x', age: 7 });
});

it.each([[null], ['text'], [5], [[1]], [undefined]])('of %j there are no parts', (value) => {
  expect(Object.values(fittingParts(schema, value) ?? {}).filter((part) => part !== undefined && part !== 7)).toEqual(
    [],
  );
});

it('of a list without end a hundred items are looked at', () => {
  const parts = fittingParts(schema, { tags: Array.from({ length: 10_000 }, () => ({ name: 'a' })) });
  expect((parts as { tags: unknown[] }).tags).toHaveLength(100);
});
