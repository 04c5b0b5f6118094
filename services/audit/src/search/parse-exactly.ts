/** A string of JSON, which is left alone, or a number. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON so that no number loses digits: one beyond 2^53 becomes a string of them, because a service that audit has never
 * heard of may publish it (security 19).
 *
 * @throws SyntaxError
 */
export const parseExactly = (json: string): unknown =>
  JSON.parse(
    json.replace(STRING_OR_NUMBER, (token) =>
      token.startsWith('"') || Math.abs(Number(token)) <= Number.MAX_SAFE_INTEGER ? token : `"${token}"`,
    ),
  );
