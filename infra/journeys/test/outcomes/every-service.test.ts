import { readdirSync } from 'node:fs';
import { catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import { expect, it } from '@jest/globals';

it('every service that clients can call has a file for the outcomes of its endpoints', () => {
  const files = readdirSync(new URL('./', import.meta.url));
  const services = new Set(catalog.endpoints.filter(isPublic).map(({ service }) => service));
  expect([...services].filter((service) => !files.includes(`${service}.test.js`))).toEqual([]);
});
