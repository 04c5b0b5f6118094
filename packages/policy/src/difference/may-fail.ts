import type { Condition } from '@genkan/contracts/sub-account/policy-document';
import { compileEntry, entriesOf } from '../condition.js';
import { factsOf } from '../facts.js';
import { operatorNamed } from '../operators.js';

/** A request of which only the principal is known: a condition that is an error for it is one for every request. */
const bare = factsOf({
  principal: { type: 'sub', id: '', name: '', accountNo: '000000000000' },
  product: 'any',
  action: 'Any',
  resourceNrn: '',
  context: {},
});

/** Whether a condition can be an error for a request whose own values are well-formed. */
export const mayFail = (condition: Condition | undefined): boolean =>
  entriesOf(condition ?? {}).some((written) => {
    const [operator, , values] = written;
    if (compileEntry(written).judge(bare) === 'error') return true;
    // A variable may put in what is no address, date or boolean.
    return operatorNamed(operator)?.type !== 'text' && values.some((value) => String(value).includes('${'));
  });
