import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { deliveryContent } from '../../src/deliveries/delivery-content.js';

it('has a golden sample of each template', () => {
  const samples: { stored: { content: { template: string } } }[] = JSON.parse(
    readFileSync(new URL('../../../golden/delivery.v2.json', import.meta.url), 'utf8'),
  );
  const { options } = deliveryContent.schema.shape.content;
  const templates = options.map(({ shape }) => shape.template.value);
  expect(samples.map(({ stored }) => stored.content.template)).toEqual(templates);
});
