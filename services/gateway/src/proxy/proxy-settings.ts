import type { RequestListener } from 'node:http';
import type { Ids } from '@genkan/config/ids';
import type { CallContext } from '@genkan/contracts/call-context';
import type { Catalog } from '@genkan/contracts/catalog';
import type { Logger } from '@genkan/observability/logger';
import type { Metrics } from '@genkan/observability/metrics';
import type { Credentials } from '../credentials/compose-credentials.js';
import type { Page } from '../documents/compose-documents.js';
import type { Enforcement } from '../enforcement/compose-enforcement.js';
import type { Recording } from '../recording/compose-recording.js';
import type { Upstreams } from '../upstreams/compose-upstreams.js';
import type { TrustedProxies } from './source-address.js';

/** How long a client may take to send its request. */
export interface ClientTimeouts {
  readonly headersMs: number;
  /** Headers and body. */
  readonly requestMs: number;
  /** How often the server looks for clients that exceed one of them. */
  readonly checkEveryMs: number;
}

export const usualTimeouts: ClientTimeouts = { headersMs: 10_000, requestMs: 15_000, checkEveryMs: 1_000 };

/** The dependencies of the proxy; each step of a call takes those that it needs. */
export interface ProxySettings {
  readonly credentials: Credentials;
  readonly enforcement: Enforcement;
  readonly recording: Recording;
  /** The page at a path, the same for all readers. */
  readonly documents: (path: string, query: string) => Page | undefined;
  readonly upstreams: Upstreams;
  /** Vouches for a call: the token of 60 s. */
  readonly sign: (call: { audience: string; action: string; ctx: CallContext }) => string;
  /** A service answers within this time. */
  readonly deadlineMs: number;
  readonly catalog: Catalog;
  readonly publicOrigin: string;
  readonly trustedProxies: TrustedProxies;
  /** Where it listens for clients. */
  readonly host: string;
  readonly port: number;
  readonly clientTimeouts: ClientTimeouts;
  /** Answers whether the gateway is alive and ready. */
  readonly health: RequestListener;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
