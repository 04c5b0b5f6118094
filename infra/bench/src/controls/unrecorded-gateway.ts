import { catalog } from '@genkan/contracts/catalog';
import { compose, gatewayOutside } from '@genkan/gateway/dist/src/compose.js';
import { environment } from '@genkan/gateway/dist/src/config.js';
import { runService } from '@genkan/service-kit/run-service';
import { served } from './served.js';

/** The gateway as it is, but for its contracts: a read that succeeded leaves no record, as if it were a session check. */
const unrecorded = {
  ...catalog,
  endpoints: catalog.endpoints.map((endpoint) =>
    endpoint.readOnly ? { ...endpoint, audit: 'failures' as const } : endpoint,
  ),
};

await runService({
  service: 'gateway',
  environment,
  env: process.env,
  compose: (config, clock) => compose(config, clock, { ...gatewayOutside(config, clock), catalog: unrecorded }),
});
served('ready');
