import { clockFromEnv } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import { catalog } from '@genkan/contracts/catalog';
import { compose } from '@genkan/gateway/dist/src/compose.js';
import { environment } from '@genkan/gateway/dist/src/config.js';
import { runService } from '@genkan/http-kit/run-service';
import { served } from './served.js';

/** The gateway as it is, but for its contracts: a read that succeeded leaves no record, as if it were a session check. */
const unrecorded = {
  ...catalog,
  endpoints: catalog.endpoints.map((endpoint) =>
    endpoint.readOnly ? { ...endpoint, audit: 'failures' as const } : endpoint,
  ),
};

await runService('gateway', async () => {
  const config = loadConfig(environment, process.env);
  const { app, logger, listen, close } = await compose(config, clockFromEnv(process.env), { catalog: unrecorded });
  await listen();
  return { app, host: config.HOST, port: config.INTERNAL_PORT, logger, close };
});
served('ready');
