import { type ContentOf, defineSealedContent } from '@genkan/credentials/sealed-content';
import { z } from 'zod';

/** What is to be told: a template with what it needs. */
const message = z.discriminatedUnion('template', [
  z.object({ template: z.literal('challenge-code'), values: z.object({ code: z.string() }) }),
  z.object({ template: z.literal('welcome'), values: z.object({}) }),
  z.object({ template: z.literal('new-device'), values: z.object({ at: z.string(), sourceIp: z.string() }) }),
  z.object({ template: z.literal('sign-in-locked'), values: z.object({ at: z.string(), until: z.string() }) }),
]);

/** A message with its address; erased when it is sent. */
export const deliveryContent = defineSealedContent({
  name: 'delivery',
  version: 2,
  schema: z.object({ address: z.string(), content: message }),
  upgrades: { 1: nameTemplate },
});

const version1 = z.object({ address: z.string(), values: z.record(z.string(), z.string()) });

/** Version 1 left the template to another column; no two templates had the same values. */
function nameTemplate(older: unknown): unknown {
  const { address, values } = version1.parse(older);
  return { address, content: { template: templateOf(values), values } };
}

function templateOf(values: object): ContentOf<typeof deliveryContent>['content']['template'] {
  if ('code' in values) return 'challenge-code';
  if ('sourceIp' in values) return 'new-device';
  return 'until' in values ? 'sign-in-locked' : 'welcome';
}
