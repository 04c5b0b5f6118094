import type { CredentialName } from '@genkan/contracts/endpoint';
import { setCredentialHeader } from '@genkan/contracts/internal-token';
import { setCookie, TOKEN_FORM, type Tokens } from './cookies.js';
import { csrfTokensOf } from './csrf.js';

/** A cookie to set, or to clear when there is no token. */
export interface CredentialChange {
  readonly name: CredentialName;
  readonly token: string | null;
  readonly maxAgeSeconds: number;
}

const FORM = new RegExp(String.raw`^(?:(${TOKEN_FORM});(\d{1,9}))?$`);

/**
 * What a service's answer says about the cookies that its contract lets it set: `genkan-set-<name>: <token>;<seconds>`, an
 * empty value clears. Undefined when a value breaks that form.
 */
export function credentialChanges(
  headers: Readonly<Record<string, string>>,
  allowed: readonly CredentialName[],
): CredentialChange[] | undefined {
  const changes: CredentialChange[] = [];
  for (const name of allowed) {
    const value = headers[setCredentialHeader(name)];
    if (value === undefined) continue;
    const match = FORM.exec(value);
    if (!match) return undefined;
    changes.push({ name, token: match[1] ?? null, maxAgeSeconds: Number(match[2] ?? 0) });
  }
  return changes;
}

/**
 * `Set-Cookie` lines. The page has one CSRF cookie for all credentials that it carries from now on: it is set with each change of them,
 * and a client that carries a credential without it gets it again.
 */
export function cookieLines(csrfKey: Uint8Array, changes: readonly CredentialChange[], carried: Tokens): string[] {
  const lines = changes.map(({ name, token, maxAgeSeconds }) => setCookie(name, token ?? '', maxAgeSeconds));
  const changed = changes.filter(({ name }) => name !== 'device');
  const isCarried = carried.session !== undefined || carried.draft !== undefined;
  if (changed.length === 0 && (carried.csrf !== undefined || !isCarried)) return lines;
  const tokenOf = (name: 'session' | 'draft') => {
    const change = changed.find((one) => one.name === name);
    return (change ? change.token : carried[name]) ?? [];
  };
  const left = (['session', 'draft'] as const).flatMap(tokenOf);
  const set = changed.find(({ token }) => token !== null);
  lines.push(setCookie('csrf', csrfTokensOf(csrfKey, left), set?.maxAgeSeconds ?? null));
  return lines;
}
