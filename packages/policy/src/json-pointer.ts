/** Path into a JSON value: names of members and indexes of elements. */
export type JsonPath = readonly (string | number)[];

/** RFC 6901: the empty text is the whole value. */
export const jsonPointer = (path: JsonPath): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
