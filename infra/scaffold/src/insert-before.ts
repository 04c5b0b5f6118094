/**
 * @param anchor text that stands in the file exactly once
 * @throws Error that names the anchor when it does not
 */
export function insertBefore(text: string, anchor: string, addition: string): string {
  const [before, after, ...more] = text.split(anchor);
  if (after === undefined || more.length > 0) throw new Error(`This must stand in it once:\n${anchor}`);
  return before + addition + anchor + after;
}
