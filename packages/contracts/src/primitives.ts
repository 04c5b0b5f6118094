import { z } from 'zod';
import { publicField } from './field.js';
import { NRN_FORM } from './nrn.js';

/** The values that recur in contracts. Each is classified and described once, here. */

export const uuid = z.uuid();
/** Twelve digits, drawn at random, so a number tells nothing about how many members there are. */
export const accountNumber = z.string().regex(/^\d{12}$/, 'twelve digits');
/** UTC, with milliseconds: `2026-11-23T09:30:00.000Z`. */
export const timestamp = z.iso.datetime();
export const language = z.enum(['ko', 'en', 'ja', 'zh-CN']).meta({ id: 'Language' });
export type Language = z.infer<typeof language>;
export const memberType = z.enum(['individual', 'business']).meta({ id: 'MemberType' });
export type MemberType = z.infer<typeof memberType>;
/** ISO 3166-1 alpha-2. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166-1');
/** A masked e-mail address or phone number, such as `k***@example.com`; never the full one. */
export const masked = z.string().max(320);

/**
 * A text to search by. Its form is checked, so that no text reaches a column which it cannot be compared with. The form is no `pattern`
 * in the documents: they were released without it, and a parameter may not become narrower there.
 */
const searchText = (form: RegExp, expects: string, max = 128) =>
  z
    .string()
    .min(1)
    .max(max)
    .check(({ value: input, issues }) => {
      if (issues.length === 0 && !form.test(input))
        issues.push({ code: 'invalid_format', format: 'regex', input, message: expects });
    });

/** The id of anything, also of services that are not known here. ASCII, as every column of ids is. */
export const anyId = searchText(/^[\x20-\x7e]*$/, 'printable ASCII');
/** An action, also of services that are not known here. */
export const anyAction = searchText(/^[A-Za-z0-9]*$/, 'letters and digits, such as SignIn');
/** An NRN, of any account and product. */
export const anyNrn = searchText(NRN_FORM, 'an NRN');
/** One address, no range and no zone. */
export const ipAddress = searchText(
  new RegExp(`${z.regexes.ipv4.source}|${z.regexes.ipv6.source}`),
  'one IPv4 or IPv6 address',
  45,
);

export const idField = (what: string) => publicField(uuid, `Identifier of ${what} (UUIDv7).`);
export const accountField = publicField(accountNumber, 'Number of the account.').meta({ id: 'AccountNo' });
export const timeField = (what: string) => publicField(timestamp, `${what} (UTC, RFC 3339).`);

/** Digits as a number, and anything else as it is: `Number` would also read blanks of every kind, `0x14` and nothing at all. */
const readDigits = (text: unknown): unknown =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text;

/**
 * The page parameters that every list shares (acceptance A3).
 * `cursor` is opaque, signed, and bound to the query and the account.
 */
export const pageQuery = {
  size: publicField(
    z.preprocess(readDigits, z.number().int().min(1).max(100).default(20)),
    'Entries per page, 1 to 100.',
  ),
  cursor: publicField(z.string().max(1024).optional(), 'Cursor of the next page, from the previous answer.'),
};

/** The answer of every list: entries and, unless it was the last page, the cursor of the next one. */
export const page = <T extends z.ZodType>(entry: T, what: string) =>
  z.object({
    items: publicField(z.array(entry), what),
    nextCursor: publicField(z.string().optional(), 'Cursor of the next page; absent on the last one.'),
  });
