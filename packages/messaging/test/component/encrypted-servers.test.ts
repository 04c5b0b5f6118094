import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaConnection, kafkaVariables } from '@genkan/config/backing-variables';
import { loadConfig } from '@genkan/config/load-config';
import { freePort } from '@genkan/local/ports';
import { createLogger } from '@genkan/observability/logger';
import { createDataSource } from '@genkan/persistence/data-source';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { kafkaClient } from '../../src/kafka-client.js';
import { selfSigned } from '../certificates.js';
import { withKafka, withMariaDB } from '../private-servers.js';
import { recordingProxy } from '../recording-proxy.js';

const folder = mkdtempSync(join(tmpdir(), 'genkan-tls-'));
const [server, client, stranger] = ['server', 'client', 'stranger'].map((name) => selfSigned(folder, name));
const user = 'genkan-service';
const password = 'only-over-tls-1';
afterAll(() => rmSync(folder, { recursive: true }));

/** How many brokers a service with these variables finds. */
async function brokersFound(variables: Record<string, string>): Promise<number> {
  const connection = kafkaConnection(loadConfig(z.object(kafkaVariables), variables));
  const logger = createLogger({ service: 'test', level: 'silent' });
  const admin = kafkaClient({ ...connection, clientId: 'test', logger }).admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length;
  } finally {
    await admin.disconnect();
  }
}

/** A broker with a port for clients that have a password and one for those that have a certificate. */
async function withGuardedKafka(use: (ports: { scram: number; mtls: number }) => Promise<void>): Promise<void> {
  const ports: number[] = [];
  for (let count = 0; count < 4; count++) ports.push(await freePort([], ports));
  const [port = 0, controllerPort = 0, scram = 0, mtls = 0] = ports;
  const keyStore = join(folder, 'broker.pem');
  writeFileSync(keyStore, readFileSync(server?.key ?? '', 'utf8') + readFileSync(server?.cert ?? '', 'utf8'));
  const properties = `
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort},SCRAM://127.0.0.1:${scram},MTLS://127.0.0.1:${mtls}
advertised.listeners=PLAINTEXT://127.0.0.1:${port},SCRAM://localhost:${scram},MTLS://localhost:${mtls}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SCRAM:SASL_SSL,MTLS:SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.mtls.ssl.client.auth=required
ssl.keystore.type=PEM
ssl.keystore.location=${keyStore}
ssl.truststore.type=PEM
ssl.truststore.location=${client?.cert}
`;
  const formatArgs = [`--add-scram=SCRAM-SHA-512=[name=${user},password=${password}]`];
  await withKafka(() => use({ scram, mtls }), { port, controllerPort, properties, formatArgs });
}

describe('over TLS', () => {
  it('brokers let in who knows the password or has the certificate, and nobody says a word in clear', async () => {
    await withGuardedKafka(async ({ scram, mtls }) => {
      const proxy = await recordingProxy(scram);
      const byPassword = {
        KAFKA_BROKERS: `localhost:${proxy.port}`,
        KAFKA_USER: user,
        KAFKA_PASSWORD: password,
        KAFKA_CA: `file:${server?.cert}`,
      };
      const byCertificate = {
        KAFKA_BROKERS: `localhost:${mtls}`,
        KAFKA_CERTIFICATE: `file:${client?.cert}`,
        KAFKA_KEY: `file:${client?.key}`,
        KAFKA_CA: `file:${server?.cert}`,
      };
      expect(await brokersFound(byPassword)).toBe(1);
      expect(await brokersFound(byCertificate)).toBe(1);

      const another = { KAFKA_CERTIFICATE: `file:${stranger?.cert}`, KAFKA_KEY: `file:${stranger?.key}` };
      // At the same time, as the client tries each for some seconds.
      await Promise.all([
        expect(brokersFound({ ...byPassword, KAFKA_PASSWORD: 'only-over-tls-2' })).rejects.toThrow(
          /invalid credentials/i,
        ),
        expect(brokersFound({ ...byPassword, KAFKA_CA: `file:${stranger?.cert}` })).rejects.toThrow(/certificate/),
        expect(brokersFound({ ...byPassword, KAFKA_CA: '' })).rejects.toThrow(/certificate/),
        expect(brokersFound({ ...byCertificate, ...another })).rejects.toThrow(),
        expect(brokersFound({ ...byCertificate, KAFKA_CERTIFICATE: '', KAFKA_KEY: '' })).rejects.toThrow(),
      ]);
      const said = proxy.said();
      expect(said.length).toBeGreaterThan(1_000);
      expect(said.includes(user)).toBe(false);
      proxy.close();
    });
  }, 120_000);

  it('a database that has the certificate of another name is not believed', async () => {
    const misnamed = selfSigned(folder, 'misnamed', 'db.example');
    const args = [`--ssl-cert=${misnamed.cert}`, `--ssl-key=${misnamed.key}`];
    await withMariaDB(
      async ({ url }) => {
        const named = Object.assign(new URL(url), { hostname: 'localhost', pathname: 'mysql' });
        named.search = `tls=verify&ca=${misnamed.cert}`;
        const opening = createDataSource({ url: named.href, entities: [], migrations: [] });
        await expect(opening).rejects.toThrow("does not match certificate's altnames");
      },
      { args },
    );
  }, 120_000);

  it('the database is asked nothing before its certificate and name are checked', async () => {
    const args = [`--ssl-cert=${server?.cert}`, `--ssl-key=${server?.key}`];
    await withMariaDB(
      async ({ url }) => {
        const proxy = await recordingProxy(Number(new URL(url).port));
        const cipherOf = async (parameters: string) => {
          const named = Object.assign(new URL(url), { host: `localhost:${proxy.port}`, pathname: 'mysql' });
          named.search = parameters;
          const dataSource = await createDataSource({ url: named.href, entities: [], migrations: [] });
          const [{ Value }] = await dataSource.query("SHOW STATUS LIKE 'Ssl_cipher'");
          await dataSource.destroy();
          return Value;
        };
        expect(await cipherOf(`tls=verify&ca=${server?.cert}`)).toMatch(/TLS/);
        await expect(cipherOf(`tls=verify&ca=${stranger?.cert}`)).rejects.toThrow(/certificate/);
        await expect(cipherOf('tls=verify')).rejects.toThrow(/certificate/);
        expect(proxy.said().includes('root')).toBe(false);
        expect(await cipherOf('')).toBe('');
        expect(proxy.said().includes('root')).toBe(true);
        proxy.close();
      },
      { args },
    );
  }, 120_000);
});
