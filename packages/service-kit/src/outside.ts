import { kafkaConnection } from '@genkan/config/backing-variables';
import type { Clock } from '@genkan/config/clock';
import { type Ids, systemIds } from '@genkan/config/ids';
import type { ServiceName } from '@genkan/contracts/service-name';
import { remoteKeys } from '@genkan/http-kit/jwks';
import type { KeySource } from '@genkan/http-kit/signed-token';
import type { Bus } from '@genkan/messaging/bus';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
import { createLogger, type Logger } from '@genkan/observability/logger';
import { createMetrics, type Metrics } from '@genkan/observability/metrics';
import type { FrameConfig } from './frame-config.js';

/** What a service does not make itself. Tests start the service's own `compose` with another outside. */
export interface Outside {
  readonly ids: Ids;
  readonly bus: Bus;
  /** Public keys that another service publishes at a URL. */
  readonly keysAt: (url: URL) => KeySource;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Tests say true: an answer beyond its contract and an event beyond the endpoint's `emits` are faults. */
  readonly isStrict: boolean;
}

/** The outside of a process. */
export function realOutside(service: ServiceName, config: FrameConfig, clock: Clock): Outside {
  const logger = createLogger({ service, level: config.LOG_LEVEL });
  return {
    ids: systemIds,
    bus: createKafkaBus({ ...kafkaConnection(config), clientId: service, logger }),
    keysAt: (url) => remoteKeys({ url, clock, logger }),
    logger,
    metrics: createMetrics({ service }),
    isStrict: false,
  };
}
