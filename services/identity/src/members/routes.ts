import { getMember } from '@genkan/contracts/identity/members';
import { route } from '@genkan/http-kit/binder';
import { type GetMember, presentMember } from './get-member.js';

export const memberRoutes = (useCases: { readonly getMember: GetMember }) => [
  route(getMember, useCases.getMember, { present: (found) => ({ body: presentMember(found) }) }),
];
