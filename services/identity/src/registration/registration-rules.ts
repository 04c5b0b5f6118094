import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { startRegistration } from '@genkan/contracts/identity/registration';
import type { getTerms } from '@genkan/contracts/identity/registration-options';
import type { Language, MemberType } from '@genkan/contracts/primitives';

/** What signing up as one kind of member from one country asks for. */
export interface MemberTypeRules {
  readonly type: MemberType;
  readonly offered: boolean;
  /** Paths in the profile, such as `address.city`. */
  readonly requiredFields: readonly string[];
  /** Versions of the terms to agree to. */
  readonly terms: readonly string[];
}

export interface CountryRules {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly minimumAge: number | null;
  readonly memberTypes: readonly MemberTypeRules[];
}

/** One text of terms in one language. Its hash is what a member agreed to. */
export interface TermsText {
  readonly version: string;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  /** SHA-256 of the text in UTF-8, hex. */
  readonly textHash: string;
}

/** Who may sign up, and how: data of the operating company, not code (product R1, R2). */
export interface RegistrationRules {
  readonly countries: readonly CountryRules[];
  readonly terms: readonly TermsText[];
}

/** What the choice of country and kind of member asks for. */
export interface Requirements extends MemberTypeRules {
  readonly minimumAge: number | null;
}

/** @throws Refusal when the rules offer no sign-up for this choice */
export function requirementsFor(
  { countries }: RegistrationRules,
  choice: { readonly country?: string | undefined; readonly type?: MemberType | undefined },
): Requirements {
  const country = countries.find((candidate) => candidate.country === choice.country);
  if (!country) throw notOffered('country');
  const memberType = country.memberTypes.find((candidate) => candidate.type === choice.type);
  if (!memberType?.offered) throw notOffered('type');
  return { ...memberType, minimumAge: country.minimumAge };
}

function notOffered(field: 'country' | 'type'): Refusal<CodeOf<typeof startRegistration>> {
  const code = field === 'country' ? 'identity.country_not_offered' : 'identity.member_type_not_offered';
  return new Refusal<CodeOf<typeof startRegistration>>(code, {
    fieldErrors: [{ field: `body.${field}`, code: 'not_offered', message: 'is not offered' }],
  });
}

/** @throws Refusal when there is no such text */
export function findTerms({ terms }: RegistrationRules, version: string, language: Language): TermsText {
  const found = terms.find((text) => text.version === version && text.language === language);
  if (!found) throw new Refusal<CodeOf<typeof getTerms>>('identity.terms_not_found');
  return found;
}
