import { jsonPointer } from '../json-pointer.js';

/** JSON pointer of a member or element below another. */
export const pointerBelow = (pointer: string, ...tokens: readonly (string | number)[]): string =>
  pointer + jsonPointer(tokens);
