import { clockFromEnv } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import { runService } from '@genkan/http-kit/run-service';
import { compose } from './compose.js';
import { environment } from './config.js';

await runService('verification', () => compose(loadConfig(environment, process.env), clockFromEnv(process.env)));
