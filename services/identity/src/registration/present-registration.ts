import { DEVICE_TOKEN_SECONDS } from '@genkan/contracts/device-token';
import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { completeRegistration, getRegistration } from '@genkan/contracts/identity/registration';
import type { getRegistrationOptions } from '@genkan/contracts/identity/registration-options';
import { language } from '@genkan/contracts/primitives';
import type { CompletedRegistration } from './complete-registration.js';
import { type Draft, type HeldDraft, nextStep } from './draft.js';
import type { RegistrationRules } from './registration-rules.js';

/** A draft as its holder sees it. */
function presentRegistration(draft: Draft): AnswerOf<typeof getRegistration> {
  const { id, country, type, language, consents, email, phone, profile } = draft;
  return {
    draftId: id,
    country,
    type,
    language,
    expiresAt: draft.expiresAt.toISOString(),
    nextStep: nextStep(draft),
    consents: consents && { ...consents, terms: [...consents.terms] },
    email: email?.target ?? null,
    phone: phone?.target ?? null,
    profile,
  };
}

/** The answer of every endpoint that shows a draft; the next update names its ETag. */
export const answerDraft = (draft: Draft) => ({ body: presentRegistration(draft), etag: String(draft.version) });

/** A draft with its cookie, which lives as long as the draft. */
export function answerHeldDraft({ draft, secret }: HeldDraft, now: Date) {
  const maxAgeSeconds = Math.floor((draft.expiresAt.getTime() - now.getTime()) / 1_000);
  return { ...answerDraft(draft), set: { draft: { token: secret, maxAgeSeconds } } };
}

/** A new member. They sign in next. */
export function answerRegistered({ memberId, accountNo, maskedLoginId, deviceToken }: CompletedRegistration) {
  const body: AnswerOf<typeof completeRegistration> = {
    memberId,
    accountNo,
    loginId: maskedLoginId,
    nextStep: 'sign-in',
  };
  return { body, set: { device: { token: deviceToken, maxAgeSeconds: DEVICE_TOKEN_SECONDS } } };
}

/** What a visitor can choose from; the texts themselves are read one by one. */
export function presentOptions({ countries, terms }: RegistrationRules): AnswerOf<typeof getRegistrationOptions> {
  return {
    languages: [...language.options],
    countries: countries.map((rules) => ({
      ...rules,
      memberTypes: rules.memberTypes.map((memberType) => ({
        ...memberType,
        requiredFields: [...memberType.requiredFields],
        terms: [...memberType.terms],
      })),
    })),
    terms: terms.map(({ version, language, title, textHash }) => ({ version, language, title, textHash })),
  };
}
