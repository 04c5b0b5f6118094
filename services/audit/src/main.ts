import { runService } from '@genkan/service-kit/run-service';
import { compose } from './compose.js';
import { environment } from './config.js';

await runService({ service: 'audit', environment, env: process.env, compose });
