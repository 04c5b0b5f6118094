import { z } from 'zod';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';
import { idField, masked } from '../primitives.js';

export const operatorCreated = defineEvent({
  service: 'identity',
  name: 'operator.created',
  version: 1,
  description: 'A person with access to the machine made an operator account by the command.',
  action: 'CreateOperator',
  resource: 'Operator',
  kind: 'state',
  facts: z.object({
    version: publicField(z.number().int(), 'Version of the operator.'),
    operatorId: idField('the operator'),
    loginId: publicField(masked, 'Login id, masked.'),
  }),
  sample: {
    version: 1,
    operatorId: '019ab000-0000-7000-8000-000000000031',
    loginId: 'o***@example.com',
  },
});
