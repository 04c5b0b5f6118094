/** Methods that only read. HEAD is answered as GET, without the body. */
const SAFE: readonly string[] = ['GET', 'HEAD'];

export const isSafe = (method: string): boolean => SAFE.includes(method);

/** What an Allow field says of the methods of an address: whoever answers to GET answers to HEAD. */
export const allowed = (methods: Iterable<string>): string[] =>
  [...methods].flatMap((method) => (method === 'GET' ? SAFE : method));
