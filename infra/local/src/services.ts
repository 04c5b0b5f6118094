import { servicePorts } from '@genkan/contracts/service-name';

/** What a service may be wired with. Everything a service is told comes from here; it sees nothing else of our environment. */
export interface Wiring {
  /** The gateway's address, as a browser sees it. */
  readonly publicUrl: string;
  /** Of a service, on its port of that variable; default PORT. */
  readonly urlOf: (service: string, port?: string) => string;
  /** The service's own schema as its own user. Empty for what has no schema. */
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  /** 32 random bytes in base64, kept in the data folder; the same name gives the same secret. */
  readonly secret: (name: string) => string;
  /** `file:<path>` of an Ed25519 private key (PKCS #8, PEM), kept in the data folder. */
  readonly privateKey: (name: string) => string;
}

/** One process of the platform: `node dist/src/main.js` in its folder, migrated before by `dist/src/migrate.js`. */
export interface ServiceEntry {
  readonly name: string;
  /** Below the repository root. */
  readonly folder: string;
  /** Where it listens when nobody else does, by the variable that says so. */
  readonly ports: { readonly PORT: number; readonly [variable: string]: number };
  /** The variable of the port on which it answers `/health/ready`; default PORT. */
  readonly healthPort?: string;
  /** Has a schema `<prefix>_<name>`; its users' rights are those of `<folder>/grants.sql`, else all reading and writing. */
  readonly hasSchema: boolean;
  /** The topic that it publishes on. */
  readonly topic?: string;
  readonly env: (wiring: Wiring) => Readonly<Record<string, string>>;
}

const jwks = '/.well-known/jwks.json';

/** Everything that `npm start` runs. A new service is a new entry here. */
export const serviceTable: readonly ServiceEntry[] = [
  {
    name: 'sandbox',
    folder: 'infra/sandbox',
    ports: { PORT: 4480, SMTP_PORT: 4425 },
    hasSchema: false,
    env: ({ secret }) => ({ SMS_KEY: secret('sandbox-sms') }),
  },
  {
    name: 'gateway',
    folder: 'services/gateway',
    ports: { PORT: servicePorts.gateway, INTERNAL_PORT: 4410 },
    healthPort: 'INTERNAL_PORT',
    hasSchema: true,
    topic: 'genkan.gateway.v1',
    env: ({ databaseUrl, kafkaBrokers, publicUrl, urlOf, secret, privateKey }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      PUBLIC_URL: publicUrl,
      IDENTITY_URL: urlOf('identity'),
      VERIFICATION_URL: urlOf('verification'),
      AUDIT_URL: urlOf('audit'),
      SIGNING_KEY: privateKey('gateway'),
      CSRF_KEY: secret('gateway-csrf'),
    }),
  },
  {
    name: 'identity',
    folder: 'services/identity',
    ports: { PORT: servicePorts.identity },
    hasSchema: true,
    topic: 'genkan.identity.v1',
    env: ({ databaseUrl, kafkaBrokers, urlOf, secret, privateKey }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: urlOf('gateway', 'INTERNAL_PORT') + jwks,
      VERIFICATION_JWKS_URL: urlOf('verification') + jwks,
      SIGNING_KEY: privateKey('identity'),
      SEALING_KEY: secret('identity-sealing'),
      LOOKUP_KEY: secret('identity-lookup'),
      CURSOR_KEY: secret('identity-cursor'),
    }),
  },
  {
    name: 'verification',
    folder: 'services/verification',
    ports: { PORT: servicePorts.verification },
    hasSchema: true,
    topic: 'genkan.verification.v1',
    env: ({ databaseUrl, kafkaBrokers, publicUrl, urlOf, secret, privateKey }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: urlOf('gateway', 'INTERNAL_PORT') + jwks,
      PUBLIC_URL: publicUrl,
      SIGNING_KEY: privateKey('verification'),
      SEALING_KEY: secret('verification-sealing'),
      LOOKUP_KEY: secret('verification-lookup'),
      PEPPER: secret('verification-pepper'),
      SMTP_URLS: urlOf('sandbox', 'SMTP_PORT').replace('http:', 'smtp:'),
      SMS_URLS: `${urlOf('sandbox').replace('//', `//:${encodeURIComponent(secret('sandbox-sms'))}@`)}/sms`,
    }),
  },
  {
    name: 'audit',
    folder: 'services/audit',
    ports: { PORT: servicePorts.audit },
    hasSchema: true,
    topic: 'genkan.audit.v1',
    env: ({ databaseUrl, kafkaBrokers, urlOf, secret }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: urlOf('gateway', 'INTERNAL_PORT') + jwks,
      CURSOR_KEY: secret('audit-cursor'),
    }),
  },
];
