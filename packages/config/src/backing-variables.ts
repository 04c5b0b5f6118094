import type { z } from 'zod';
import { itemsOf, list, password, pemCertificates, pemPrivateKey, secretUrl, text } from './env.js';
import { withFacts } from './variable.js';

/** The variable of a schema in MySQL or MariaDB; how it is encrypted stands in the URL itself. */
export const databaseVariables = {
  DATABASE_URL: withFacts(secretUrl({ protocols: ['mysql:'] }), {
    danger: (value) =>
      !URL.canParse(value) || isLoopback(value) || new URL(value).searchParams.get('tls') === 'verify'
        ? undefined
        : 'leads to another machine in clear, add ?tls=verify',
  }).describe("Own schema; ?tls=verify encrypts, &ca=<path of a PEM file> names authorities other than the system's"),
};

/**
 * The variables of a client of Kafka. One of the optional ones encrypts the connection; the client says who it is by SCRAM-SHA-512
 * (user and password) or by its certificate.
 */
export const kafkaVariables = {
  KAFKA_BROKERS: withFacts(list({ required: true }), {
    danger: (value, { KAFKA_USER, KAFKA_CERTIFICATE }) =>
      KAFKA_USER || KAFKA_CERTIFICATE || itemsOf(value).every((broker) => isLoopback(`kafka://${broker}`))
        ? undefined
        : 'lie on other machines, set KAFKA_USER or KAFKA_CERTIFICATE',
  }).describe('Brokers as host:port, separated by commas'),
  KAFKA_USER: withFacts(text().optional(), { needs: 'KAFKA_PASSWORD' }).describe(
    'User at the brokers, by SCRAM-SHA-512 over TLS',
  ),
  KAFKA_PASSWORD: withFacts(password().optional(), { needs: 'KAFKA_USER' }).describe('Password of that user'),
  KAFKA_CERTIFICATE: withFacts(pemCertificates().optional(), { needs: 'KAFKA_KEY' }).describe(
    'Certificate by which the brokers know this service, over TLS',
  ),
  KAFKA_KEY: withFacts(pemPrivateKey().optional(), { needs: 'KAFKA_CERTIFICATE' }).describe('Key of that certificate'),
  KAFKA_CA: pemCertificates()
    .optional()
    .describe("Authorities that sign the brokers' certificates; the system's unless told"),
};

export type KafkaVariables = z.output<z.ZodObject<typeof kafkaVariables>>;

/** Where the brokers are, and how a client reaches them; the names are those of kafkajs. */
export interface KafkaConnection {
  /** `host:port`, several for safety. */
  readonly brokers: readonly string[];
  /** TLS that checks the brokers' certificates and names; in clear without it. Texts are PEM. */
  readonly ssl?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
}

/** How to reach the brokers. A password never goes in clear: a client that has one speaks TLS. */
export function kafkaConnection(config: KafkaVariables): KafkaConnection {
  const { KAFKA_BROKERS, KAFKA_USER, KAFKA_PASSWORD, KAFKA_CERTIFICATE, KAFKA_KEY, KAFKA_CA } = config;
  const isEncrypted = KAFKA_USER ?? KAFKA_CERTIFICATE ?? KAFKA_CA;
  const ssl = {
    ...(KAFKA_CA && { ca: KAFKA_CA }),
    ...(KAFKA_CERTIFICATE && { cert: KAFKA_CERTIFICATE }),
    ...(KAFKA_KEY && { key: KAFKA_KEY.export({ type: 'pkcs8', format: 'pem' }).toString() }),
  };
  return {
    brokers: KAFKA_BROKERS,
    ...(isEncrypted && { ssl }),
    ...(KAFKA_USER &&
      KAFKA_PASSWORD && {
        sasl: { mechanism: 'scram-sha-512', username: KAFKA_USER, password: KAFKA_PASSWORD.reveal() },
      }),
  };
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
