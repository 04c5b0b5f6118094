import { readMember } from '@genkan/contracts/identity/members';
import { route } from '@genkan/http-kit/binder';
import { presentMember, type ReadMember } from './read-member.js';

export const memberRoutes = (useCases: { readonly readMember: ReadMember }) => [
  route(readMember, useCases.readMember, { present: (found) => ({ body: presentMember(found) }) }),
];
