import type { Subscription } from '@genkan/messaging/subscription';

/**
 * Every event of another service that identity handles. None yet: decisions on documents come with business members, the
 * suspension of sub accounts with sub-account. The first entry brings the consumer.
 */
export const subscriptions: readonly Subscription[] = [];
