import { readFileSync } from 'node:fs';
import { sealedContentFaults } from '@genkan/testing/sealed-content-faults';
import { expect, it } from '@jest/globals';
import { deliveryContent } from '../../src/deliveries/delivery-content.js';

it('opens the golden samples of all sealed contents, which say what their schemas say', async () => {
  expect(await sealedContentFaults(new URL('../../../', import.meta.url))).toEqual([]);
});

it('has a golden sample of each template', () => {
  const samples: { stored: { content: { template: string } } }[] = JSON.parse(
    readFileSync(new URL('../../../golden/delivery.v2.json', import.meta.url), 'utf8'),
  );
  const { options } = deliveryContent.schema.shape.content;
  const templates = options.map(({ shape }) => shape.template.value);
  expect(samples.map(({ stored }) => stored.content.template)).toEqual(templates);
});
