import { z } from 'zod';
import { publicField } from './field.js';

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

export const idField = (what: string) => publicField(uuid, `Identifier of ${what} (UUIDv7).`);
export const accountField = publicField(accountNumber, 'Number of the account.').meta({ id: 'AccountNo' });
export const timeField = (what: string) => publicField(timestamp, `${what} (UTC, RFC 3339).`);

/**
 * The page parameters that every list shares (acceptance A3).
 * `cursor` is opaque, signed, and bound to the query and the account.
 */
export const pageQuery = {
  size: publicField(z.coerce.number().int().min(1).max(100).default(20), 'Entries per page, 1 to 100.'),
  cursor: publicField(z.string().max(1024).optional(), 'Cursor of the next page, from the previous answer.'),
};

/** The answer of every list: entries and, unless it was the last page, the cursor of the next one. */
export const page = <T extends z.ZodType>(entry: T, what: string) =>
  z.object({
    items: publicField(z.array(entry), what),
    nextCursor: publicField(z.string().optional(), 'Cursor of the next page; absent on the last one.'),
  });
