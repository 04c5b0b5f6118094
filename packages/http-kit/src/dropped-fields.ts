/** Paths of the fields that `given` has and `kept` lacks; what is undefined was never there. */
export function droppedFields(given: unknown, kept: unknown, path = 'body'): string[] {
  if (!isRecord(given) || !isRecord(kept)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const here = `${path}.${key}`;
    return key in kept ? droppedFields(value, kept[key], here) : [here];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
