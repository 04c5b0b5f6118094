import type { Language } from '@genkan/contracts/primitives';
import type { failureCause, namedCause } from '@genkan/contracts/verification/deliveries';
import type { ContentOf } from '@genkan/credentials/sealed-content';
import type { z } from 'zod';
import type { deliveryContent } from './delivery-content.js';

export type FailureCause = z.infer<typeof failureCause>;
/** A cause that a visitor can do something about. */
export type NamedCause = z.infer<typeof namedCause>;
export type Channel = 'email' | 'phone';

/** What is to be told: a template with what it needs. */
export type Content = ContentOf<typeof deliveryContent>['content'];

/** One message to one recipient. */
export interface Delivery {
  readonly id: string;
  readonly template: Content['template'];
  readonly channel: Channel;
  readonly language: Language;
  readonly maskedTarget: string;
  readonly challengeId: string | null;
  readonly accountNo: string | null;
  /** Log that its events belong to: an account number or a draft id. */
  readonly scope: string;
  readonly correlationId: string;
  /** The event that caused it. */
  readonly causationId: string;
  readonly state: 'queued' | 'sent' | 'dead' | 'void';
  /** Likely cause of the last failure. */
  readonly cause: FailureCause | null;
  /** Tries begun. */
  readonly attempts: number;
  /** Not sent after this time. */
  readonly validUntil: Date | null;
  readonly createdAt: Date;
}

/** How a try failed; `isPermanent`: the same provider would say the same again. */
export interface Failure {
  readonly cause: FailureCause;
  readonly isPermanent: boolean;
}

/** No other worker takes a delivery for so long; a try ends long before. */
export const LEASE_MS = 60_000;

/** Waits between rounds; in one round each provider is tried once. A code is dead long before the last. */
const BACK_OFF_MS = [2_000, 10_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000] as const;

/** Which of the providers, in their order, a try uses. `attempts` counts it already. */
export const providerOf = <P>({ attempts }: Delivery, providers: readonly P[]): P | undefined =>
  providers[(attempts - 1) % providers.length];

/** Whether nothing more is tried: its time is over, or processes died of it in every try. */
export function isSpent({ attempts, validUntil }: Delivery, providers: number, now: Date): boolean {
  return (validUntil !== null && validUntil <= now) || attempts > providers * (BACK_OFF_MS.length + 1);
}

/** When to try again after a failed try, or null to give up: the next provider at once, all of them again after a while. */
export function nextTry({ attempts, validUntil }: Delivery, failure: Failure, providers: number, now: Date) {
  const wereAllTried = attempts >= providers;
  if (failure.isPermanent && wereAllTried) return null;
  const isRoundOver = attempts % providers === 0;
  const backOffMs = isRoundOver ? BACK_OFF_MS[attempts / providers - 1] : 0;
  if (backOffMs === undefined) return null;
  const dueAt = new Date(now.getTime() + backOffMs);
  return validUntil !== null && validUntil <= dueAt ? null : dueAt;
}
