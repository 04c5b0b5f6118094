import { clockFromEnv } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import { catalog } from '@genkan/contracts/catalog';
import { runService } from '@genkan/http-kit/run-service';
import { compose } from './compose.js';
import { environment } from './config.js';

await runService('gateway', async () => {
  const config = loadConfig(environment, process.env);
  const { app, logger, listen, close } = await compose(config, clockFromEnv(process.env), { catalog });
  await listen();
  // The internal port opens last: whoever sees it ready finds the gateway open.
  return { app, host: config.HOST, port: config.INTERNAL_PORT, logger, close };
});
