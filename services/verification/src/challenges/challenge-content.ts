import { defineSealedContent } from '@genkan/credentials/sealed-content';
import { z } from 'zod';

/** Where the code of a challenge goes. */
export const challengeContent = defineSealedContent({
  name: 'challenge',
  version: 1,
  schema: z.object({
    /** E-mail address as it is written to, or a number in E.164. */
    address: z.string(),
    /** Equal for all spellings of one mailbox or number. */
    key: z.string(),
  }),
});
