import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { requestChallenge } from '@genkan/contracts/verification/challenges';
import { readEmailAddress } from '@genkan/credentials/email-address';
import { maskEmail, maskPhone } from '@genkan/credentials/mask';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type Channel = 'email' | 'phone';

/** Where a code goes. */
export interface Target {
  readonly channel: Channel;
  /** E-mail address as it is written to, or a number in E.164. */
  readonly address: string;
  /** Equal for all spellings of one mailbox or number. */
  readonly key: string;
  readonly masked: string;
}

/** Kinds of number that no SMS reaches. What the library cannot tell apart is let through. */
const NOT_MOBILE = new Set([
  'FIXED_LINE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PAGER',
  'UAN',
  'VOICEMAIL',
]);

/**
 * Reads what the visitor typed as the address of a channel. A number that does not begin with `+` is one of `country`.
 *
 * @throws Refusal `verification.target_invalid`
 */
export function readTarget(channel: Channel, text: string, country?: string): Target {
  return channel === 'email' ? readEmail(text) : readPhone(text, country);
}

function readEmail(text: string): Target {
  const read = readEmailAddress(text);
  if (typeof read === 'string') throw invalid(read, 'This is not an e-mail address.');
  return { channel: 'email', address: read.address, key: read.key, masked: maskEmail(read.address) };
}

function readPhone(text: string, country?: string): Target {
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), {
    ...(country && isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {}),
    extract: false,
  });
  if (!number?.isValid() || number.ext !== undefined) throw invalid('bad_number', 'This is not a phone number.');
  if (NOT_MOBILE.has(number.getType() ?? '')) throw invalid('not_mobile', 'This is not the number of a mobile phone.');
  return { channel: 'phone', address: number.number, key: number.number, masked: maskPhone(number.number) };
}

const invalid = (code: string, message: string) =>
  new Refusal<CodeOf<typeof requestChallenge>>('verification.target_invalid', {
    fieldErrors: [{ field: 'body.target', code, message }],
  });
