import { readFileSync } from 'node:fs';
import { catalog } from '@genkan/contracts/catalog';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { type ServiceName, serviceNames, urlVariable } from '@genkan/contracts/service-name';
import { checkDrift } from '@genkan/persistence/check-drift';
import { sealedContentFaults } from '@genkan/testing/sealed-content-faults';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import { frameVariables } from '../src/frame-config.js';
import type { Service } from '../src/service.js';
import type { TestCall } from './start-service.js';

/** Of a started service what this suite looks at. */
export interface Conformable {
  readonly service: Service;
  readonly dataSource: DataSource;
  call(
    endpoint: EndpointContract,
    call?: TestCall,
  ): PromiseLike<{ readonly status: number; readonly body: { readonly code?: string } }> & {
    unset(field: string): unknown;
  };
  stop(): Promise<void>;
}

export interface ConformanceSettings {
  readonly service: ServiceName;
  readonly start: () => Promise<Conformable>;
  readonly environment: z.ZodObject;
  /** Where README.md and the golden samples of sealed contents lie. */
  readonly folder: URL;
}

/** What holds for every service, whatever it does. Each service runs it by one line. */
export function serviceConformance({ service, start, environment, folder }: ConformanceSettings): void {
  // What the gateway answers by itself is behind no token; its own tests hold that.
  const endpoints = catalog.endpoints.filter((one) => one.service === service && service !== 'gateway');
  const published = catalog.events.filter((event) => event.service === service);
  const consumed = catalog.events.filter(({ consumedBy }) => consumedBy?.includes(service));
  const text = readFileSync(new URL('README.md', folder), 'utf8');
  let started: Conformable;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started.stop());

  describe(`the endpoints of ${service}`, () => {
    it('are mounted, all of them and no other', () => {
      const mounted = started.service.routes.map(({ endpoint }) => endpoint.name);
      expect(mounted.sort()).toEqual(endpoints.map(({ name }) => name).sort());
    });

    it('are closed without a token, and with the token of another action', async () => {
      for (const endpoint of endpoints) {
        const anonymous = started.call(endpoint);
        anonymous.unset('authorization');
        for (const call of [anonymous, started.call({ ...endpoint, action: 'Other' })]) {
          const { status, body } = await call;
          expect([endpoint.name, status, body.code]).toEqual([endpoint.name, 401, 'gateway.unauthenticated']);
        }
      }
    });
  });

  describe(`the events of ${service}`, () => {
    it('that others publish are handled, exactly those that name it in consumedBy', () => {
      const handled = started.service.subscriptions.map(({ type }) => type);
      expect(handled.sort()).toEqual(consumed.map(({ type }) => type).sort());
    });

    it('can say that one was put aside, if it handles any', () => {
      const putsAside = published.some(({ name }) => name === 'dead-letter.recorded');
      expect(putsAside).toBe(consumed.length > 0);
    });
  });

  it(`${service} has migrations that make exactly the tables of the code`, async () => {
    expect(await checkDrift(started.dataSource)).toEqual([]);
  });

  it(`${service} opens the golden samples of all its sealed contents, which say what their schemas say`, async () => {
    expect(await sealedContentFaults(folder)).toEqual([]);
  });

  describe(`the README of ${service}`, () => {
    it('explains every variable of its own; those of every service stand in the README of service-kit', () => {
      const own = Object.keys(environment.shape).filter((name) => !Object.hasOwn(frameVariables, name));
      const missing = own.map(asExplained).filter((name) => !text.includes(`\`${name}\``));
      expect(missing).toEqual([]);
    });

    it('names every event that it publishes or handles', () => {
      const isNamed = (name: string) =>
        text.includes(`\`${name}\``) || text.includes(`\`${name.slice(0, name.lastIndexOf('.'))}.*\``);
      const missing = [...published, ...consumed].map(({ name }) => name).filter((name) => !isNamed(name));
      expect(missing).toEqual([]);
    });
  });
}

/** The addresses of all services are explained together. */
const serviceUrls: readonly string[] = serviceNames.map(urlVariable);
const asExplained = (variable: string): string => (serviceUrls.includes(variable) ? '<SERVICE>_URL' : variable);
