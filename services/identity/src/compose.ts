import { createPublicKey } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { createPasswordHasher, type PasswordHasher } from '@genkan/credentials/password-hasher';
import { createPasswordPolicy } from '@genkan/credentials/password-policy';
import { protectionKeysOf } from '@genkan/credentials/protection';
import { JWKS_PATH, publishJwks } from '@genkan/http-kit/jwks';
import { createProofVerifier } from '@genkan/http-kit/proof-token';
import { createFrame } from '@genkan/service-kit/create-frame';
import { type Outside, realOutside } from '@genkan/service-kit/outside';
import type { Config } from './config.js';
import { composeDevices } from './devices/compose-devices.js';
import { busy, observeHasher } from './hashing.js';
import { composeMembers } from './members/compose-members.js';
import { composeOperators } from './operators/compose-operators.js';
import { createProtection } from './protection.js';
import { composeRegistration, readRegistrationRules } from './registration/compose-registration.js';
import { entities, migrations } from './schema.js';
import { composeSessions } from './sessions/compose-sessions.js';
import { subscriptions } from './subscriptions.js';

export interface IdentityOutside extends Outside {
  /** Tests hash cheaply. */
  readonly hasher: PasswordHasher;
}

/** The gateway's look-ups must not wait behind sign-ins: each is short, and every call waits for one. */
const LOOK_UP_CONNECTIONS = 4;

/** Identity out of its capabilities. */
export async function compose(config: Config, clock: Clock, outside: IdentityOutside = real(config, clock)) {
  const { hasher, metrics } = outside;
  const frame = await createFrame({ service: 'identity', config, clock, outside, entities, migrations });
  const lookUps = await frame.openPool(LOOK_UP_CONNECTIONS);
  const protection = createProtection(protectionKeysOf(config));
  const common = { ...frame, lookUps, protection, hasher };
  const members = composeMembers(common);
  const devices = composeDevices({ ...common, signingKey: config.SIGNING_KEY });
  const registration = composeRegistration({
    ...common,
    members,
    devices,
    rules: readRegistrationRules(config.RULES_FOLDER),
    verifyProof: createProofVerifier({ keys: frame.keysAt(config.VERIFICATION_JWKS_URL), clock }),
    passwordPolicy: createPasswordPolicy({ maxLength: config.PASSWORD_MAX_LENGTH }),
    draftsPerHour: config.DRAFTS_PER_HOUR,
  });
  const operators = composeOperators(common);
  const sessions = composeSessions({ ...common, members, devices, operators, cursorKey: config.CURSOR_KEY.bytes() });
  observeHasher(metrics, hasher);
  return frame.assemble({
    capabilities: [registration, members, sessions, { subscriptions }],
    gatewayKeys: frame.keysAt(config.GATEWAY_JWKS_URL),
    idempotencySecret: config.LOOKUP_KEY.bytes(),
    mapError: busy,
    open: { [JWKS_PATH]: publishJwks([createPublicKey(config.SIGNING_KEY)]) },
  });
}

const real = (config: Config, clock: Clock): IdentityOutside => ({
  ...realOutside('identity', config, clock),
  hasher: createPasswordHasher(),
});
