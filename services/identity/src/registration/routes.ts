import { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import {
  completeRegistration,
  getRegistration,
  giveConsents,
  redeemProof,
  resumeRegistration,
  startRegistration,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { getRegistrationOptions, getTerms } from '@genkan/contracts/identity/registration-options';
import { route } from '@genkan/http-kit/binder';
import type { CompleteRegistration } from './complete-registration.js';
import type { GetRegistration } from './get-registration.js';
import type { GiveConsents } from './give-consents.js';
import type { LookUpDraft } from './look-up-draft.js';
import { answerDraft, answerHeldDraft, answerRegistered, presentOptions } from './present-registration.js';
import type { RedeemProof } from './redeem-proof.js';
import type { RegistrationChecks } from './registration-checks.js';
import { findTerms, type RegistrationRules } from './registration-rules.js';
import type { ResumeRegistration } from './resume-registration.js';
import type { StartRegistration } from './start-registration.js';
import type { UpdateRegistration } from './update-registration.js';

export interface RegistrationUseCases {
  readonly rules: RegistrationRules;
  readonly startRegistration: StartRegistration;
  readonly getRegistration: GetRegistration;
  readonly giveConsents: GiveConsents;
  readonly redeemProof: RedeemProof;
  readonly resumeRegistration: ResumeRegistration;
  readonly updateRegistration: UpdateRegistration;
  readonly completeRegistration: CompleteRegistration;
  readonly lookUpDraft: LookUpDraft;
  readonly checks: RegistrationChecks;
}

export const registrationRoutes = (useCases: RegistrationUseCases) => [
  route(getRegistrationOptions, async () => ({ body: presentOptions(useCases.rules) })),
  route(getTerms, async (_, { params }) => ({ body: findTerms(useCases.rules, params.version, params.language) })),
  route(
    startRegistration,
    async (ctx, { body }) => answerHeldDraft(await useCases.startRegistration(ctx, body), ctx.clock.now()),
    { check: (_ctx, { body = {} }) => useCases.checks.choice(body) },
  ),
  route(getRegistration, useCases.getRegistration, { present: answerDraft }),
  route(giveConsents, (ctx, { body }, { version }) => useCases.giveConsents(ctx, body, version), {
    present: answerDraft,
    check: (ctx, { body = {} }) => useCases.checks.consents(ctx, body),
  }),
  route(redeemProof, async (ctx, { body }) => {
    const { draft, otherDraft } = await useCases.redeemProof(ctx, body.proof);
    const answer = answerDraft(draft);
    return { ...answer, body: { ...answer.body, otherDraft } };
  }),
  route(resumeRegistration, async (ctx) => answerHeldDraft(await useCases.resumeRegistration(ctx), ctx.clock.now())),
  route(updateRegistration, (ctx, { body }, { version }) => useCases.updateRegistration(ctx, body, version), {
    present: answerDraft,
    check: (ctx, { body = {} }) => useCases.checks.profile(ctx, body),
  }),
  route(
    completeRegistration,
    (ctx, { body }, carried) => useCases.completeRegistration(ctx, body, carried.deviceToken),
    {
      present: answerRegistered,
      check: (ctx, { body = {} }) => useCases.checks.password(ctx, body),
    },
  ),
  route(lookUpDraft, async (ctx, { params }) => {
    const entry = await useCases.lookUpDraft(ctx, params.tokenHash);
    return { body: entry, etag: entry.version };
  }),
];
