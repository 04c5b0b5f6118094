const PLACEHOLDER = /change.?me|replace.?me|example|your.?(secret|key|password)|dummy|placeholder/i;
const WEAK = new Set(['secret', 'password', 'admin', 'root', 'test', 'dev', 'development', 'genkan', 'default']);
const FEWEST_DISTINCT_BYTES = 8;

/** Whether a password is a placeholder copied from documentation. */
export function isGuessablePassword(password: string): boolean {
  return WEAK.has(password.toLowerCase()) || PLACEHOLDER.test(password);
}

/** Whether a key was typed rather than drawn: 32 zeros, or one short pattern repeated. */
export function isGuessableKey(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  return new Set(bytes).size < Math.min(FEWEST_DISTINCT_BYTES, bytes.length / 2);
}
