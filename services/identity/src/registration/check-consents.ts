import type { AgreedTerms } from '@genkan/contracts/identity/registration-options';
import { type FieldError, Refusal } from '../refusal.js';
import type { Requirements, TermsText } from './registration-rules.js';

interface GivenConsents {
  readonly terms: readonly AgreedTerms[];
  readonly ageConfirmed: boolean;
}

/**
 * Every required text is agreed to, in the words that were published, and none beside them.
 *
 * @throws Refusal with every missing and every wrong consent
 */
export function checkConsents(given: GivenConsents, required: Requirements, published: readonly TermsText[]): void {
  const fieldErrors = [
    ...given.terms.flatMap((agreed, index) => wrongTerms(agreed, index, given.terms, required, published)),
    ...missingTerms(given.terms, required),
    ...missingAge(given, required),
  ];
  if (fieldErrors.length > 0) throw new Refusal('identity.consents_refused', { fieldErrors });
}

function wrongTerms(
  agreed: AgreedTerms,
  index: number,
  all: readonly AgreedTerms[],
  required: Requirements,
  published: readonly TermsText[],
): FieldError[] {
  const field = `body.terms.${index}`;
  if (!required.terms.includes(agreed.version)) {
    return [{ field: `${field}.version`, code: 'not_asked_for', message: 'these terms are not asked for' }];
  }
  if (all.findIndex(({ version }) => version === agreed.version) !== index) {
    return [{ field: `${field}.version`, code: 'twice', message: 'these terms are named twice' }];
  }
  const text = published.find(({ version, language }) => version === agreed.version && language === agreed.language);
  if (text?.textHash === agreed.textHash) return [];
  return [{ field: `${field}.textHash`, code: 'other_text', message: 'this is not the text that is in force' }];
}

function missingTerms(given: readonly AgreedTerms[], required: Requirements): FieldError[] {
  return required.terms
    .filter((version) => !given.some((agreed) => agreed.version === version))
    .map((version) => ({ field: 'body.terms', code: 'required', message: `agree to ${version}` }));
}

function missingAge({ ageConfirmed }: GivenConsents, { minimumAge }: Requirements): FieldError[] {
  if (minimumAge === null || ageConfirmed) return [];
  return [{ field: 'body.ageConfirmed', code: 'required', message: `confirm to be ${minimumAge} or older` }];
}
