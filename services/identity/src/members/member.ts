import type { IndividualProfile, Marketing, MemberStatus } from '@genkan/contracts/identity/members';
import type { AgreedTerms } from '@genkan/contracts/identity/registration-options';
import type { Language, MemberType } from '@genkan/contracts/primitives';
import type { ContentOf } from '@genkan/credentials/sealed-content';
import type { memberContent } from './member-content.js';

/** A phone number serves so many accounts at most. */
export const ACCOUNTS_PER_PHONE = 5;

export interface Member {
  readonly id: string;
  readonly version: number;
  readonly accountNo: string;
  readonly status: MemberStatus;
  readonly country: string;
  readonly type: MemberType;
  readonly language: Language;
  /** Sealed at rest. */
  readonly personal: ContentOf<typeof memberContent>;
  readonly serviceField: IndividualProfile['serviceField'];
  readonly howHeard: IndividualProfile['howHeard'];
  readonly marketing: Marketing;
  /** Where the member came from: the draft, and the challenges that proved the addresses. */
  readonly draftId: string;
  readonly challengeIds: { readonly email: string; readonly phone: string };
  readonly registeredAt: Date;
}

export interface Account {
  readonly accountNo: string;
  readonly version: number;
  readonly status: 'active' | 'closed';
  readonly memberId: string;
  readonly createdAt: Date;
}

/** A visitor who has done all that registering asks for. */
export interface Applicant {
  readonly draftId: string;
  readonly country: string;
  readonly type: MemberType;
  readonly email: { readonly target: string; readonly challengeId: string };
  readonly phone: { readonly target: string; readonly challengeId: string };
  readonly profile: IndividualProfile;
  readonly consents: {
    readonly terms: readonly AgreedTerms[];
    readonly marketing: Marketing;
    readonly ageConfirmed: boolean;
    readonly givenAt: string;
  };
  readonly passwordHash: string;
  /** The browser that signs up. */
  readonly deviceId: string;
}

/** The member that an applicant becomes, in an account of their own. */
export function newMember(
  { draftId, country, type, email, phone, profile, consents }: Applicant,
  { id, accountNo, now }: { readonly id: string; readonly accountNo: string; readonly now: Date },
): Member {
  const { name, birthDate, address, language, serviceField, howHeard } = profile;
  return {
    id,
    version: 1,
    accountNo,
    status: 'active',
    country,
    type,
    language,
    personal: { loginId: email.target, phone: phone.target, name, birthDate, address },
    serviceField,
    howHeard,
    marketing: consents.marketing,
    draftId,
    challengeIds: { email: email.challengeId, phone: phone.challengeId },
    registeredAt: now,
  };
}
