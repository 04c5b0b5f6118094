import { createPublicKey } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { createOneTimeCodes } from '@genkan/credentials/one-time-code';
import { protectionKeysOf } from '@genkan/credentials/protection';
import { JWKS_PATH, publishJwks } from '@genkan/http-kit/jwks';
import { createProofSigner } from '@genkan/http-kit/proof-token';
import { createFrame } from '@genkan/service-kit/create-frame';
import { type Outside, realOutside } from '@genkan/service-kit/outside';
import { composeChallenges } from './challenges/compose-challenges.js';
import type { Config } from './config.js';
import { composeContacts } from './contacts/compose-contacts.js';
import { composeDeliveries, type Providers } from './deliveries/compose-deliveries.js';
import { createProtection } from './protection.js';
import { providersOf } from './providers-of.js';
import { entities, migrations } from './schema.js';
import { subscriptionsOf } from './subscriptions.js';

export interface VerificationOutside extends Outside {
  readonly providers: Providers;
}

/** Verification out of its capabilities. */
export async function compose(config: Config, clock: Clock, outside: VerificationOutside = real(config, clock)) {
  const frame = await createFrame({ service: 'verification', config, clock, outside, entities, migrations });
  const protection = createProtection(protectionKeysOf(config));
  const common = { ...frame, protection };
  const deliveries = composeDeliveries({ ...common, providers: outside.providers, publicUrl: config.PUBLIC_URL });
  const challenges = composeChallenges({
    ...common,
    deliveries,
    codes: createOneTimeCodes(config.PEPPER.bytes(), frame.ids),
    signer: createProofSigner({ privateKey: config.SIGNING_KEY, clock }),
  });
  const contacts = composeContacts({ protection, challenges, deliveries });
  return frame.assemble({
    capabilities: [challenges, deliveries, { subscriptions: subscriptionsOf(contacts) }],
    gatewayKeys: frame.keysAt(config.GATEWAY_JWKS_URL),
    idempotencySecret: config.LOOKUP_KEY.bytes(),
    open: { [JWKS_PATH]: publishJwks([createPublicKey(config.SIGNING_KEY)]) },
  });
}

const real = (config: Config, clock: Clock): VerificationOutside => ({
  ...realOutside('verification', config, clock),
  providers: providersOf(config),
});
