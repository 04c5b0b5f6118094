import type { CredentialName } from '@genkan/contracts/endpoint';
import { withoutBlanks } from '@genkan/http-kit/without-blanks';

type CookieKind = CredentialName | 'csrf';

/** The tokens that a request carries, by kind. */
export type Tokens = Readonly<Partial<Record<CookieKind, string>>>;

/** `__Host-`: set over TLS (or localhost), for this host alone, for all paths; no neighbouring host can plant one. */
export const cookieName = (name: CookieKind): string => `__Host-${name}`;

const kinds = new Map<string, CookieKind>(
  (['session', 'draft', 'device', 'csrf'] as const).map((kind) => [cookieName(kind), kind]),
);

/** 128 bits and more, in base64url; a device's token is a JWS of up to 1,700 characters. */
export const TOKEN_FORM = String.raw`[\w.-]{22,2000}`;
const TOKEN = new RegExp(`^${TOKEN_FORM}$`);

/**
 * Reads Genkan's cookies out of a `Cookie` header. A name is read byte for byte, as the browser did when it decided who may set a
 * `__Host-` cookie. What does not look like a token of ours is none; one that is sent twice leaves open which one counts, so the
 * answer is undefined.
 */
export function readTokens(header: string | undefined): Tokens | undefined {
  const tokens: Partial<Record<CookieKind, string>> = {};
  const seen = new Set<CookieKind>();
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? undefined : kinds.get(withoutBlanks(pair.slice(0, equals)));
    if (!name) continue;
    if (seen.has(name)) return undefined;
    seen.add(name);
    const token = withoutBlanks(pair.slice(equals + 1));
    if (TOKEN.test(token)) tokens[name] = token;
  }
  return tokens;
}

/** `maxAgeSeconds` null: until the browser is closed; an empty value removes the cookie. */
export function setCookie(name: CookieKind, value: string, maxAgeSeconds: number | null): string {
  const age = value === '' ? '; Max-Age=0' : maxAgeSeconds === null ? '' : `; Max-Age=${maxAgeSeconds}`;
  // The page reads the CSRF token to send it back; no script ever sees a credential.
  const scripts = name === 'csrf' ? '' : '; HttpOnly';
  return `${cookieName(name)}=${value}; Path=/; Secure; SameSite=Strict${scripts}${age}`;
}
