import { defineSealedContent } from '@genkan/credentials/sealed-content';
import { z } from 'zod';

/** Where an account is reached. */
export const contactContent = defineSealedContent({
  name: 'contact',
  version: 2,
  schema: z.object({ address: z.string() }),
  // Version 1 was the address alone.
  upgrades: { 1: (address) => ({ address }) },
});
