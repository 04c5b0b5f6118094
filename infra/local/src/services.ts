/** What a service may be wired with. Everything a service is told comes from here; it sees nothing else of our environment. */
export interface Wiring {
  /** The gateway's address, as a browser sees it. */
  readonly publicUrl: string;
  readonly urlOf: (service: string) => string;
  /** The service's own schema as its own user. Empty for what has no schema. */
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly smtpPort: number;
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
  /** Where it listens when nobody else does. */
  readonly preferredPort: number;
  /** Has a schema `<prefix>_<name>`; its users' rights are those of `<folder>/grants.sql`, else all reading and writing. */
  readonly hasSchema: boolean;
  /** The topic that it publishes on. */
  readonly topic?: string;
  readonly env: (wiring: Wiring) => Readonly<Record<string, string>>;
}

/** Everything that `npm start` runs. A new service is a new entry here. */
export const serviceTable: readonly ServiceEntry[] = [
  {
    name: 'sandbox',
    folder: 'infra/sandbox',
    preferredPort: 4480,
    hasSchema: false,
    env: ({ smtpPort, secret }) => ({ SMTP_PORT: String(smtpPort), SMS_KEY: secret('sandbox-sms') }),
  },
  {
    name: 'gateway',
    folder: 'services/gateway',
    preferredPort: 4400,
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
    preferredPort: 4401,
    hasSchema: true,
    topic: 'genkan.identity.v1',
    env: ({ databaseUrl, kafkaBrokers, urlOf, secret }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: `${urlOf('gateway')}/.well-known/jwks.json`,
      VERIFICATION_JWKS_URL: `${urlOf('verification')}/.well-known/jwks.json`,
      SEALING_KEY: secret('identity-sealing'),
      LOOKUP_KEY: secret('identity-lookup'),
      DEVICE_KEY: secret('identity-device'),
      CURSOR_KEY: secret('identity-cursor'),
    }),
  },
  {
    name: 'verification',
    folder: 'services/verification',
    preferredPort: 4402,
    hasSchema: true,
    topic: 'genkan.verification.v1',
    env: ({ databaseUrl, kafkaBrokers, urlOf, smtpPort, secret, privateKey }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: `${urlOf('gateway')}/.well-known/jwks.json`,
      SIGNING_KEY: privateKey('verification'),
      SEALING_KEY: secret('verification-sealing'),
      PEPPER: secret('verification-pepper'),
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      SMS_URL: `${urlOf('sandbox')}/sms`,
      SMS_KEY: secret('sandbox-sms'),
    }),
  },
  {
    name: 'audit',
    folder: 'services/audit',
    preferredPort: 4403,
    hasSchema: true,
    topic: 'genkan.audit.v1',
    env: ({ databaseUrl, kafkaBrokers, urlOf, secret }) => ({
      DATABASE_URL: databaseUrl,
      KAFKA_BROKERS: kafkaBrokers,
      GATEWAY_JWKS_URL: `${urlOf('gateway')}/.well-known/jwks.json`,
      CURSOR_KEY: secret('audit-cursor'),
    }),
  },
];
