import { topicOf } from '@genkan/contracts/event';
import { type ServiceName, serviceNames, services, upstreamNames, urlVariable } from '@genkan/contracts/service-name';

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

/** What is particular to a service: ports and variables beyond those that each has. */
type Particulars = Pick<ServiceEntry, 'healthPort' | 'env'> & { readonly ports?: Readonly<Record<string, number>> };

const jwks = '/.well-known/jwks.json';
const behindGateway = ({ urlOf }: Wiring) => ({ GATEWAY_JWKS_URL: urlOf('gateway', 'INTERNAL_PORT') + jwks });

/** A service that is told nothing but where database, brokers and the gateway's keys are has no entry. */
const particulars: Readonly<Partial<Record<ServiceName, Particulars>>> = {
  gateway: {
    ports: { INTERNAL_PORT: 4410 },
    healthPort: 'INTERNAL_PORT',
    env: ({ publicUrl, urlOf, secret, privateKey }) => ({
      PUBLIC_URL: publicUrl,
      ...Object.fromEntries(upstreamNames.map((name) => [urlVariable(name), urlOf(name)])),
      SIGNING_KEY: privateKey('gateway'),
      CSRF_KEY: secret('gateway-csrf'),
    }),
  },
  identity: {
    env: ({ urlOf, secret, privateKey }) => ({
      VERIFICATION_JWKS_URL: urlOf('verification') + jwks,
      SIGNING_KEY: privateKey('identity'),
      SEALING_KEY: secret('identity-sealing'),
      LOOKUP_KEY: secret('identity-lookup'),
      CURSOR_KEY: secret('identity-cursor'),
    }),
  },
  verification: {
    env: ({ publicUrl, urlOf, secret, privateKey }) => ({
      PUBLIC_URL: publicUrl,
      SIGNING_KEY: privateKey('verification'),
      SEALING_KEY: secret('verification-sealing'),
      LOOKUP_KEY: secret('verification-lookup'),
      PEPPER: secret('verification-pepper'),
      SMTP_URLS: urlOf('sandbox', 'SMTP_PORT').replace('http:', 'smtp:'),
      SMS_URLS: `${urlOf('sandbox').replace('//', `//:${encodeURIComponent(secret('sandbox-sms'))}@`)}/sms`,
    }),
  },
  audit: { env: ({ secret }) => ({ CURSOR_KEY: secret('audit-cursor') }) },
};

function entryOf(name: ServiceName): ServiceEntry {
  const { ports, env, ...rest } = particulars[name] ?? {};
  return {
    name,
    folder: `services/${name}`,
    ports: { PORT: services[name].port, ...ports },
    hasSchema: true,
    topic: topicOf(name),
    env: (wiring) => ({
      DATABASE_URL: wiring.databaseUrl,
      KAFKA_BROKERS: wiring.kafkaBrokers,
      ...(name === 'gateway' ? {} : behindGateway(wiring)),
      ...env?.(wiring),
    }),
    ...rest,
  };
}

const sandbox: ServiceEntry = {
  name: 'sandbox',
  folder: 'infra/sandbox',
  ports: { PORT: 4480, SMTP_PORT: 4425 },
  hasSchema: false,
  env: ({ secret }) => ({ SMS_KEY: secret('sandbox-sms') }),
};

/** Everything that `npm start` runs: the services of the contracts, and what stands in for the outside world. */
export const serviceTable: readonly ServiceEntry[] = [sandbox, ...serviceNames.map(entryOf)];
