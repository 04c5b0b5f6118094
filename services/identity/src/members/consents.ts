import type { ConsentRow } from './consent-table.js';
import type { Applicant } from './member.js';

const noText = { terms_version: null, text_hash: null } as const;

/** Everything that an applicant agreed to, or declined, as it is kept: text, language and time (product R2). */
export function consentRows(memberId: string, { consents, profile }: Applicant): ConsentRow[] {
  const { terms, marketing, ageConfirmed } = consents;
  const common = { member_id: memberId, given: true, language: profile.language, given_at: new Date(consents.givenAt) };
  return [
    ...terms.map(({ version, textHash, language }) => ({
      ...common,
      kind: 'terms' as const,
      terms_version: version,
      text_hash: textHash,
      language,
    })),
    { ...common, ...noText, kind: 'age', given: ageConfirmed },
    { ...common, ...noText, kind: 'marketing-email', given: marketing.email },
    { ...common, ...noText, kind: 'marketing-sms', given: marketing.sms },
  ];
}
