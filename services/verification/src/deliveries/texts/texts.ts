import type { NamedCause } from '../delivery.js';

/** What a mail says; the form is the renderer's. */
export interface MailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Shown large. */
  readonly code?: string;
  /** A page of the portal. */
  readonly link?: { readonly label: string; readonly path: string };
}

/** Every message in one language. Times come written out. */
export interface Texts {
  readonly codeMail: (code: string) => MailText;
  readonly codeSms: (code: string) => string;
  readonly welcome: () => MailText;
  readonly newDevice: (facts: { readonly time: string; readonly ip: string }) => MailText;
  readonly signInLocked: (facts: { readonly time: string; readonly until: string }) => MailText;
  /** For a visitor who waits for a mail in vain: what may be wrong, and what to do. */
  readonly notArrived: Readonly<Record<NamedCause, string>>;
  /** Last line of every mail. */
  readonly footer: string;
}

/** Pages of the portal that messages lead to. */
export const pages = { signIn: 'sign-in', security: 'account/security' } as const;
