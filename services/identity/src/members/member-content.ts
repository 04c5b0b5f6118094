import type { Address } from '@genkan/contracts/identity/members';
import { defineSealedContent, type SchemasOf } from '@genkan/credentials/sealed-content';
import { z } from 'zod';

/** A postal address as it is stored. */
export const storedAddress = z.object({
  postalCode: z.string().optional(),
  region: z.string().optional(),
  city: z.string().optional(),
  line1: z.string(),
  line2: z.string().optional(),
} satisfies SchemasOf<Address>);

/** What nobody but the member sees. */
export const memberContent = defineSealedContent({
  name: 'member',
  version: 1,
  schema: z.object({
    /** E-mail address that signs in, as it was proven. */
    loginId: z.string(),
    /** E.164. */
    phone: z.string(),
    name: z.string(),
    birthDate: z.string(),
    address: storedAddress,
  }),
});
