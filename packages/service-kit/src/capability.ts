import type { Route } from '@genkan/http-kit/binder';
import type { Subscription } from '@genkan/messaging/subscription';
import type { Job } from '@genkan/persistence/scheduler';

/** Something that runs beside the requests: a worker, a consumer, a server. Begun in order, ended in reverse order. */
export interface Background {
  start(): unknown;
  /** Resolves when nothing of it runs any more. */
  stop(): unknown;
}

/** What one capability adds to its service. */
export interface Capability {
  readonly routes?: readonly Route[];
  readonly jobs?: readonly Job[];
  readonly subscriptions?: readonly Subscription[];
  readonly background?: readonly Background[];
}
