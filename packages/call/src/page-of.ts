/**
 * One page out of what was found, of which one more than `size` was asked for: whether there is a next page costs no second
 * statement. `cursorOf` makes the cursor behind which the next page begins.
 */
export function pageOf<T>(
  found: readonly T[],
  size: number,
  cursorOf: (last: T) => string,
): { items: T[]; nextCursor?: string } {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return found.length > size && last !== undefined ? { items, nextCursor: cursorOf(last) } : { items };
}
