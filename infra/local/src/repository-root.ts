import { fileURLToPath } from 'node:url';

/** The checkout that this compiled file belongs to, with a slash at its end. */
export const repositoryRoot = fileURLToPath(new URL('../../../../', import.meta.url));
