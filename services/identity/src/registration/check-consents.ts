import type { FieldError } from '@genkan/call/field-error';
import type { PartsOf } from '@genkan/call/fitting-parts';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { giveConsents } from '@genkan/contracts/identity/registration';
import type { AgreedTerms } from '@genkan/contracts/identity/registration-options';
import type { Requirements, TermsText } from './registration-rules.js';

interface GivenConsents {
  readonly terms: readonly AgreedTerms[];
  readonly ageConfirmed: boolean;
}

/**
 * The visitor agrees to every required text, in the published version, and to no other text. The contract, not this check, refuses
 * a consent that is incomplete.
 *
 * @throws Refusal with every missing and every wrong consent
 */
export function checkConsents(
  { terms = [], ageConfirmed }: PartsOf<GivenConsents>,
  required: Requirements,
  published: readonly TermsText[],
): void {
  const fieldErrors = [
    ...terms.flatMap((agreed = {}, index) => wrongTerms(agreed, index, terms, required, published)),
    ...missingTerms(terms, required),
    ...missingAge(ageConfirmed, required),
  ];
  if (fieldErrors.length > 0)
    throw new Refusal<CodeOf<typeof giveConsents>>('identity.consents_refused', { fieldErrors });
}

type SomeTerms = PartsOf<readonly AgreedTerms[]>;

function wrongTerms(
  { version, language, textHash }: PartsOf<AgreedTerms>,
  index: number,
  all: SomeTerms,
  required: Requirements,
  published: readonly TermsText[],
): FieldError[] {
  const field = `body.terms.${index}`;
  if (version === undefined) return [];
  if (!required.terms.includes(version)) {
    return [{ field: `${field}.version`, code: 'not_asked_for', message: 'these terms are not asked for' }];
  }
  if (all.findIndex((other) => other?.version === version) !== index) {
    return [{ field: `${field}.version`, code: 'twice', message: 'these terms are named twice' }];
  }
  if (language === undefined || textHash === undefined) return [];
  const text = published.find((candidate) => candidate.version === version && candidate.language === language);
  if (text?.textHash === textHash) return [];
  return [{ field: `${field}.textHash`, code: 'other_text', message: 'this is not the text that is in force' }];
}

function missingTerms(given: SomeTerms, required: Requirements): FieldError[] {
  return required.terms
    .filter((version) => !given.some((agreed) => agreed?.version === version))
    .map((version) => ({ field: 'body.terms', code: 'required', message: `agree to ${version}` }));
}

function missingAge(ageConfirmed: boolean | undefined, { minimumAge }: Requirements): FieldError[] {
  if (minimumAge === null || ageConfirmed) return [];
  return [{ field: 'body.ageConfirmed', code: 'required', message: `confirm to be ${minimumAge} or older` }];
}
