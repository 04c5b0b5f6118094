import { z } from 'zod';

/** What each occasion can suffer. The greeting comes before the server knows of any recipient. */
export const faultKinds = {
  greeting: ['slow_greeting'],
  mail: ['mailbox_full', 'refused', 'slow', 'spam_refused', 'spam_folder', 'temporary', 'disconnect'],
  sms: ['refused', 'slow', 'temporary', 'disconnect'],
} as const;

export type Occasion = keyof typeof faultKinds;

const PHONE = /^\+\d{0,15}$/;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const DOMAIN = /^@?[^\s@+*]+$/;
const LONGEST_DELAY_MS = 300_000;

const common = {
  match: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .refine((text) => text === '*' || [PHONE, ADDRESS, DOMAIN].some((form) => form.test(text)), {
      error: 'expected an address, a domain, a phone prefix beginning with + or *',
    }),
  times: z.int().min(1).max(10_000).optional(),
};

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.enum(['refused', 'spam_refused', 'spam_folder', 'temporary', 'disconnect']) }),
  z.strictObject({
    ...common,
    kind: z.literal('mailbox_full'),
    replyCode: z.union([z.literal(452), z.literal(552)]).default(552),
  }),
  z.strictObject({
    ...common,
    kind: z.enum(['slow', 'slow_greeting']),
    delayMs: z.int().min(0).max(LONGEST_DELAY_MS).default(5_000),
  }),
]);

/** How to misbehave, towards which recipient and how many times (always when `times` is left out). */
export const faultSchema = kinds.refine((fault) => occasionsOf(fault).length > 0, {
  path: ['kind'],
  error: ({ input }) =>
    (input as Fault).kind === 'slow_greeting'
      ? 'comes before any recipient is known, so only * can match'
      : 'does not exist for what match names',
});

export type Fault = z.output<typeof kinds>;

/** Whether the fault strikes this recipient ('' at the greeting) on this occasion. */
export function strikes(fault: Fault, occasion: Occasion, recipient: string): boolean {
  return occasionsOf(fault).includes(occasion) && fits(fault.match, recipient.toLowerCase());
}

function occasionsOf({ match, kind }: Pick<Fault, 'match' | 'kind'>): Occasion[] {
  const named: Occasion[] = match === '*' ? ['greeting', 'mail', 'sms'] : PHONE.test(match) ? ['sms'] : ['mail'];
  return named.filter((occasion) => faultKinds[occasion].some((known) => known === kind));
}

function fits(match: string, recipient: string): boolean {
  if (match === '*' || match === recipient) return true;
  if (PHONE.test(match)) return recipient.startsWith(match);
  return !ADDRESS.test(match) && recipient.endsWith(match.startsWith('@') ? match : `@${match}`);
}
