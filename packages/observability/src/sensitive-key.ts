const SENSITIVE = new Set(
  [
    'password',
    'passwd',
    'passphrase',
    'pwd',
    'secret',
    'token',
    'cookie',
    'authorization',
    'credential',
    'otp',
    'totp',
  ].concat(['pepper', 'signature', 'csrf', 'pin', 'proof', 'pem']),
);
const SENSITIVE_PAIRS = new Set([
  'private key',
  'api key',
  'seal key',
  'signing key',
  'verification code',
  'recovery code',
  'time code',
]);

/**
 * Whether a field of this name may hold a secret: `newPassword`, `set-cookie`, `ACCESS_TOKENS`, `code`. A plain `code` is one
 * that a user typed, so it counts; `statusCode` and `errorCode` do not.
 */
export function isSensitiveKey(key: string): boolean {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/(?<=[a-z]{2})s$/, ''));
  if (words.length === 1 && words[0] === 'code') return true;
  return words.some((word, at) => SENSITIVE.has(word) || SENSITIVE_PAIRS.has(`${word} ${words[at + 1]}`));
}
