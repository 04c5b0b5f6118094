/** JSON pointer (RFC 6901) of a member or element below another. */
export const pointerBelow = (pointer: string, ...tokens: readonly (string | number)[]): string =>
  tokens.reduce<string>((at, token) => `${at}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);
