import { z } from 'zod';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';
import { accountField, country, idField, memberType, timeField } from '../primitives.js';

/** Life of an account; `closed` follows withdrawal. */
export const accountStatus = z.enum(['active', 'closed']).meta({ id: 'AccountStatus' });

/** What everybody may know about an account. */
export const accountFields = {
  accountNo: accountField,
  status: publicField(accountStatus, 'Life of the account.'),
  createdAt: timeField('When it was created'),
};

export const accountCreated = defineEvent({
  service: 'identity',
  name: 'account.created',
  version: 1,
  description: 'An account exists: the home of everything that a member owns.',
  action: 'CreateAccount',
  resource: 'Account',
  kind: 'state',
  facts: z.object({
    version: publicField(z.number().int().positive(), 'Version of the account.'),
    ...accountFields,
    memberId: idField('the member who owns it'),
    country: publicField(country, 'Country of residence of the member.'),
    type: publicField(memberType, 'Whether a person or a company owns it.'),
  }),
  sample: {
    version: 1,
    accountNo: '482915037264',
    status: 'active',
    createdAt: '2026-11-23T09:36:12.481Z',
    memberId: '019ab000-0000-7000-8000-000000000002',
    country: 'KR',
    type: 'individual',
  },
});
