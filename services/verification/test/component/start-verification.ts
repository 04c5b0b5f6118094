import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import { Secret } from '@genkan/config/secret';
import { anonymousActor } from '@genkan/contracts/call-context';
import { localKeys } from '@genkan/http-kit/jwks';
import { createProofVerifier } from '@genkan/http-kit/proof-token';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { startServiceForTest, testSecret } from '@genkan/service-kit/test/start-service';
import { compose } from '../../src/compose.js';
import { environment } from '../../src/config.js';
import { type Providers, smsProvider, smtpProvider } from '../../src/deliveries/compose-deliveries.js';
import { createProtection } from '../../src/protection.js';
import { entities, migrations } from '../../src/schema.js';
import { type Sandbox, smsKey, startSandbox } from './start-sandbox.js';

const bytes = (fill: number) => new Uint8Array(Buffer.from(testSecret(fill), 'base64'));

interface Replacements {
  /** Of the providers. */
  readonly timeoutMs?: number;
  readonly poolSize?: number;
  /** Providers instead of the sandbox's one mail server and one SMS provider. */
  readonly providers?: (sandbox: Sandbox) => Providers;
}

/** Verification as it is, with a sandbox of its own. Nothing is sent before `service.start()`. */
export async function startVerification({ timeoutMs = 20_000, poolSize, providers }: Replacements = {}) {
  const sandbox = await startSandbox();
  const proofs = generateKeyPairSync('ed25519');
  const carriers = providers?.(sandbox) ?? sandboxProviders(sandbox, timeoutMs);
  const started = await startServiceForTest({
    service: 'verification',
    environment,
    compose: (config, clock, outside) => compose(config, clock, { ...outside, providers: carriers }),
    entities,
    migrations,
    ...(poolSize ? { poolSize } : {}),
    env: {
      PUBLIC_URL: 'https://portal.genkan.example',
      SIGNING_KEY: proofs.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      SEALING_KEY: testSecret(1),
      LOOKUP_KEY: testSecret(2),
      PEPPER: testSecret(3),
      SMTP_URLS: sandbox.smtpUrl,
      SMS_URLS: 'http://:key@sms.test/sms',
    },
  });
  const { clock, dataSource, ids, logger, metrics } = started;
  const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service: 'verification', ids }) });
  const protection = createProtection({ sealKey: bytes(1), indexKey: bytes(2) });
  return {
    ...started,
    sandbox,
    /** What a second process on the same database is made with. */
    common: { dataSource, transact, protection, clock, ids, logger, metrics },
    verifyProof: createProofVerifier({ keys: localKeys([proofs.publicKey]), clock }),

    async stop(): Promise<void> {
      await started.stop();
      await sandbox.stop();
    },
  };
}

const sandboxProviders = ({ smtpUrl, smsUrl }: Sandbox, timeoutMs: number): Providers => ({
  email: [smtpProvider({ name: 'smtp-1', url: smtpUrl, from: 'Genkan <no-reply@genkan.example>', timeoutMs })],
  phone: [smsProvider({ name: 'sms-1', url: smsUrl, key: Secret.ofText(smsKey), timeoutMs })],
});

export type Verification = Awaited<ReturnType<typeof startVerification>>;

/** A draft of its own from a network of its own, so that tests share no budget. */
export function newDraft(): Partial<Ctx> & { readonly correlationId: string } {
  const id = randomUUID();
  const part = () => randomInt(0x10000).toString(16);
  const sourceIp = `2001:db8:${part()}:${part()}::1`;
  return { actor: { ...anonymousActor, type: 'draft', id }, correlationId: id, sourceIp };
}

export const newEmail = () => `kim.${randomUUID().slice(0, 13)}@example.com`;

/** A mobile number in Korea, out of ranges that are all in use. */
export const newPhone = () => `+8210${randomInt(20_000_000, 49_999_999)}`;

export const byEmail = (target: string) => ({ purpose: 'registration-email', target, language: 'en' });
export const byPhone = (target: string) => ({ purpose: 'registration-phone', target, language: 'ko' });
