import type { Clock } from '@genkan/config/clock';
import { createFrame } from '@genkan/service-kit/create-frame';
import { type Outside, realOutside } from '@genkan/service-kit/outside';
import type { Config } from './config.js';
import { composeIngest } from './ingest/compose-ingest.js';
import { composeIntegrity } from './integrity/compose-integrity.js';
import { entities, migrations } from './schema.js';
import { composeSearch } from './search/compose-search.js';

/** Audit out of its capabilities. */
export async function compose(config: Config, clock: Clock, outside: Outside = realOutside('audit', config, clock)) {
  const frame = await createFrame({ service: 'audit', config, clock, outside, entities, migrations });
  return frame.assemble({
    capabilities: [composeIngest(frame), composeIntegrity(frame), composeSearch(frame, config.CURSOR_KEY.bytes())],
    gatewayKeys: frame.keysAt(config.GATEWAY_JWKS_URL),
  });
}
