import type { NewRowOf } from '@genkan/persistence/define-table';
import type { consentTable } from './consent-table.js';
import type { Applicant } from './member.js';

/** Everything that an applicant agreed to, or declined, as it is kept: text, language and time (product R2). */
export function consentRows(memberId: string, { consents, profile }: Applicant): NewRowOf<typeof consentTable>[] {
  const { terms, marketing, ageConfirmed } = consents;
  const common = { memberId, given: true, language: profile.language, givenAt: new Date(consents.givenAt) };
  return [
    ...terms.map(({ version, textHash, language }) => ({
      ...common,
      kind: 'terms' as const,
      termsVersion: version,
      textHash,
      language,
    })),
    { ...common, kind: 'age', given: ageConfirmed },
    { ...common, kind: 'marketing-email', given: marketing.email },
    { ...common, kind: 'marketing-sms', given: marketing.sms },
  ];
}
