import { type ServiceEntry, serviceTable } from '@genkan/local/services';
import { describe, expect, it } from '@jest/globals';
import { type ComposeFile, readComposeFile } from './compose-file.js';
import {
  addressProblems,
  allEnvironmentProblems,
  dependencyProblems,
  housekeepingProblems,
  imageProblems,
  portProblems,
  specificationProblems,
  tableProblems,
} from './compose-problems.js';
import { textOf } from './repository.js';

/** The file with something wrong in it. */
function broken(change: (services: ComposeFile['services'], file: ComposeFile) => void): ComposeFile {
  const file = readComposeFile();
  change(file.services, file);
  return file;
}

/** The table with another environment for identity. */
function telling(change: (env: Record<string, string>) => Record<string, string>): ServiceEntry[] {
  return serviceTable.map((entry) =>
    entry.name === 'identity' ? { ...entry, env: (wiring) => change(entry.env(wiring)) } : entry,
  );
}

describe('docker-compose.yml', () => {
  it('keeps to the Compose specification', () => {
    expect(specificationProblems(readComposeFile())).toEqual([]);
    const wrongKey = broken((services) => Object.assign(services.audit ?? {}, { depend_on: ['prepare'] }));
    expect(specificationProblems(wrongKey).join()).toContain('depend_on');
  });

  it('tells each program what it needs, nothing that it does not know, and only values that it takes', async () => {
    expect(await allEnvironmentProblems(readComposeFile())).toEqual([]);
  });

  it('would not pass with a variable missing, unknown or wrong', async () => {
    const without = telling(({ SEALING_KEY, ...env }) => (SEALING_KEY ? env : {}));
    expect(await allEnvironmentProblems(readComposeFile(), without)).toContain('identity: SEALING_KEY is not given');
    const unknown = telling((env) => ({ ...env, SEALING_KAY: 'x' }));
    expect(await allEnvironmentProblems(readComposeFile(), unknown)).toEqual(['identity: SEALING_KAY is unknown']);
    const wrong = telling((env) => ({ ...env, LOOKUP_KEY: 'short' }));
    expect(await allEnvironmentProblems(readComposeFile(), wrong)).toEqual([
      expect.stringMatching(/^identity: LOOKUP_KEY: expected 32 random bytes/),
    ]);
    const inTheFile = broken(({ audit, prepare }) => {
      Object.assign(audit?.environment ?? {}, { PORTS: 1 });
      delete prepare?.environment?.KAFKA_BROKERS;
    });
    expect(await allEnvironmentProblems(inTheFile)).toEqual(
      expect.arrayContaining(['audit: PORTS is unknown', 'prepare: KAFKA_BROKERS is not given']),
    );
  });

  it('runs every service of the table, each with its own settings alone', () => {
    expect(tableProblems(readComposeFile())).toEqual([]);
    const shared = broken(({ audit }) => audit?.volumes?.push('keys:/keys:ro'));
    expect(tableProblems(shared)).toHaveLength(1);
    const lost = broken((services) => delete services.verification);
    expect(tableProblems(lost)).toContain('verification is not in the file');
    const swapped = broken(({ audit, identity }) => Object.assign(audit ?? {}, { build: identity?.build }));
    expect(tableProblems(swapped)).toEqual(['audit is not built from services/audit']);
  });

  it('has in the image of `prepare` each of them, to migrate it', () => {
    const { dependencies } = JSON.parse(textOf('infra/docker/package.json'));
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining(serviceTable.map(({ name }) => `@genkan/${name}`)),
    );
  });

  it('opens the gateway and the inbox on this machine and nothing else', () => {
    expect(portProblems(readComposeFile())).toEqual([]);
    const open = broken(({ mysql, sandbox }) => {
      Object.assign(mysql ?? {}, { ports: ['3306:3306'] });
      Object.assign(sandbox ?? {}, { ports: ['4480:4480'] });
    });
    expect(portProblems(open)).toHaveLength(3);
  });

  it('has one port for the gateway, whichever one is wished', () => {
    const moved = readComposeFile({ GENKAN_PORT: '4500' });
    expect(moved.services.prepare?.environment?.PUBLIC_URL).toBe('http://localhost:4500');
    expect(portProblems(moved)).toEqual([]);
    expect(readComposeFile().services.prepare?.environment?.PUBLIC_URL).toBe('http://localhost:4400');
  });

  it('keeps logs short, gives temporary files a place, and names images that can be held by a digest', () => {
    expect(housekeepingProblems(readComposeFile())).toEqual([]);
    expect(housekeepingProblems(broken(({ mysql }) => delete mysql?.logging))).toHaveLength(1);
    expect(housekeepingProblems(broken(({ audit }) => delete audit?.tmpfs))).toHaveLength(1);
    const { mysql, kafka } = readComposeFile().services;
    expect(imageProblems([mysql?.image ?? '', kafka?.image ?? ''])).toEqual([]);
    expect(imageProblems(['mysql', 'mysql:latest', 'mysql:lts'])).toHaveLength(3);
    const held = `mysql@sha256:${'a'.repeat(64)}`;
    expect(readComposeFile({ MYSQL_IMAGE: held }).services.mysql?.image).toBe(held);
    const node = readComposeFile({ NODE_IMAGE: 'node:24.1.0-slim' }).services.audit?.build?.args.NODE_IMAGE;
    expect(node).toBe('node:24.1.0-slim');
  });

  it('lets nobody be root of the database who has not its socket, which `prepare` alone has', () => {
    const { mysql, ...others } = readComposeFile().services;
    expect(mysql?.environment?.MYSQL_ROOT_HOST).toBe('localhost');
    const withSocket = Object.entries(others).filter(([, { volumes }]) => volumes?.join().includes('mysql-socket:'));
    expect(withSocket.map(([name]) => name)).toEqual(['prepare']);
  });

  it('names containers that exist, on ports on which they listen', () => {
    expect(addressProblems(readComposeFile())).toEqual([]);
    const publishing = serviceTable.filter(({ topic }) => topic !== undefined);
    expect(addressProblems(broken((services) => delete services.kafka))).toHaveLength(publishing.length);
  });

  it('gives each container a health check and lets none wait in vain', () => {
    expect(dependencyProblems(readComposeFile())).toEqual([]);
    const circle = broken(({ audit }) =>
      Object.assign(audit?.depends_on ?? {}, { gateway: { condition: 'service_healthy' } }),
    );
    expect(dependencyProblems(circle)).toEqual(['gateway waits for itself', 'audit waits for itself']);
    expect(dependencyProblems(broken(({ kafka }) => delete kafka?.healthcheck))).toHaveLength(2);
    const often = broken(({ kafka }) => Object.assign(kafka?.healthcheck ?? {}, { interval: '2s' }));
    expect(dependencyProblems(often)).toEqual(['kafka is asked for its health too often']);
    expect(dependencyProblems(broken((services) => delete services.mysql))).toHaveLength(1);
  });

  it('lets nobody make a topic by mistake, on the Kafka that `npm start` runs', () => {
    const { kafka } = readComposeFile().services;
    expect(kafka?.environment?.KAFKA_AUTO_CREATE_TOPICS_ENABLE).toBe('false');
    const version = /const version = '(.+)'/.exec(textOf('infra/local/boot/kafka-jars.mjs'))?.[1];
    expect(kafka?.image).toBe(`apache/kafka:${version}`);
  });
});
