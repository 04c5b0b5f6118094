import { domainToASCII } from 'node:url';

/** An address that mail can go to. */
export interface EmailAddress {
  /** Where mail is sent: local part as written, domain in lower-case ASCII (punycode). */
  readonly address: string;
  /** Equal for all spellings of one mailbox: what is unique, and what is looked up. */
  readonly key: string;
}

/** Why a text is no e-mail address. */
export type EmailProblem = 'bad_shape' | 'bad_character' | 'look_alike_at' | 'too_long';

/** RFC 5321 4.5.3.1: a path has 256 octets with its angle brackets, a local part 64. */
const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;
/** Full-width and small commercial at, which Korean and Japanese keyboards make. */
const LOOK_ALIKE_AT = /[\uff20\ufe6b]/;
/** Controls, invisible formatting, lone surrogates, unassigned and private characters, and spaces of every kind. */
const UNWANTED = /[\p{C}\p{Z}]/u;
/** Quoted local parts are legal and unused; they are where header injection hides. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
const DOMAIN = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+([a-z]{2,63}|xn--[a-z\d-]{1,58}[a-z\d])$/;

/**
 * Reads an e-mail address, or says why it is none. Nothing is trimmed or repaired: only the case and the script of the domain
 * are made one. The local part is ASCII, because letters of other scripts fold onto one another (`K` of Kelvin is `k`), and
 * then a stranger's mailbox has a member's key. Dots and `+tags` stay: what they mean is the provider's affair.
 */
export function readEmailAddress(text: string): EmailAddress | EmailProblem {
  if (UNWANTED.test(text)) return 'bad_character';
  if (LOOK_ALIKE_AT.test(text)) return 'look_alike_at';
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const written = text.slice(at + 1).normalize('NFC');
  if (!LOCAL_PART.test(local) || !WRITTEN_DOMAIN.test(written)) return 'bad_shape';
  const domain = domainToASCII(written).toLowerCase();
  if (!DOMAIN.test(domain)) return 'bad_shape';
  const address = `${local}@${domain}`;
  if (address.length > LONGEST || local.length > LONGEST_LOCAL_PART) return 'too_long';
  return { address, key: address.toLowerCase() };
}
