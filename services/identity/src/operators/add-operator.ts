import type { Ctx } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import { readEmailAddress } from '@genkan/credentials/email-address';
import { maskEmail } from '@genkan/credentials/mask';
import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { PasswordPolicy } from '@genkan/credentials/password-policy';
import { emitOperatorCreated } from './events.js';
import type { Operator, OperatorRepository } from './operator-repository.js';

interface Dependencies {
  readonly transact: Transact;
  readonly operators: OperatorRepository;
  readonly passwordPolicy: PasswordPolicy;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly ids: Ids;
}

/** Why there is no new operator, in one sentence for the person who typed the command. */
export class OperatorRefused extends Error {
  override readonly name = 'OperatorRefused';
}

export type AddOperator = (ctx: Ctx, credentials: { loginId: string; password: string }) => Promise<Operator>;

/** Makes an operator account. @throws OperatorRefused */
export function createAddOperator({ transact, operators, passwordPolicy, hasher, ids }: Dependencies): AddOperator {
  return async (ctx, { loginId, password }) => {
    const email = readEmailAddress(loginId);
    if (typeof email === 'string') throw new OperatorRefused(`"${loginId}" is no e-mail address (${email}).`);
    const problems = passwordPolicy.problemsOf(password, { email: loginId });
    if (problems.length > 0) throw new OperatorRefused(`The password is refused: ${problems.join(', ')}.`);

    const passwordHash = await hasher.hash(password);
    const operator = { id: ids.uuid(), version: 1, maskedLoginId: maskEmail(email.address), passwordHash };
    return transact(ctx, async (tx) => {
      const isNew = await operators.add(tx.manager, operator, loginId, ctx.clock.now());
      if (!isNew) throw new OperatorRefused(`There is an operator "${loginId}" already.`);
      emitOperatorCreated(tx, operator);
      return operator;
    });
  };
}
