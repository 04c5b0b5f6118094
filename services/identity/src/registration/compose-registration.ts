import { systemCtx } from '@genkan/call/system-ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { ProofClaims } from '@genkan/contracts/proof';
import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { PasswordPolicy } from '@genkan/credentials/password-policy';
import type { Logger } from '@genkan/observability/logger';
import type { Job } from '@genkan/persistence/scheduler';
import type { DataSource } from 'typeorm';
import type { Devices } from '../devices/compose-devices.js';
import type { Members } from '../members/compose-members.js';
import type { Protection } from '../protection.js';
import { mysqlBudgetRepository } from './budget-repository.js';
import { createCheckPassword } from './check-password.js';
import { createCompleteRegistration } from './complete-registration.js';
import { mysqlDraftRepository } from './draft-repository.js';
import { createExpireRegistrations } from './expire-registrations.js';
import { createGetRegistration } from './get-registration.js';
import { createGiveConsents } from './give-consents.js';
import { createLookUpDraft } from './look-up-draft.js';
import { createVerifyProof } from './proof-token-adapter.js';
import { createRedeemProof } from './redeem-proof.js';
import { createRegistrationChecks } from './registration-checks.js';
import type { RegistrationRules } from './registration-rules.js';
import { createResumeRegistration } from './resume-registration.js';
import { registrationRoutes } from './routes.js';
import { createStartRegistration } from './start-registration.js';
import { createUpdateRegistration } from './update-registration.js';

export { readRegistrationRules } from './rules-repository.js';

const EXPIRY_EVERY_MS = 60_000;

interface Dependencies {
  readonly dataSource: DataSource;
  /** Connections for the gateway's look-ups. */
  readonly lookUps: DataSource;
  readonly transact: Transact;
  readonly protection: Protection;
  readonly members: Members;
  readonly devices: Devices;
  readonly rules: RegistrationRules;
  /** Of http-kit: throws `TokenRefused`. */
  readonly verifyProof: (proof: string) => Promise<ProofClaims>;
  readonly hasher: PasswordHasher;
  readonly passwordPolicy: PasswordPolicy;
  /** New drafts of one network in an hour. */
  readonly draftsPerHour: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The capability `registration`: from the choice of a country to a member with an account. */
export function composeRegistration({ dataSource, lookUps, protection, ...rest }: Dependencies) {
  const parts = {
    ...rest,
    protection,
    drafts: mysqlDraftRepository(protection),
    budgets: mysqlBudgetRepository(protection),
    manager: dataSource.manager,
    verifyProof: createVerifyProof(rest.verifyProof),
    checkPassword: createCheckPassword(rest.passwordPolicy),
  };
  const expire = createExpireRegistrations(parts);
  const jobs: Job[] = [
    { name: 'expire-registrations', everyMs: EXPIRY_EVERY_MS, run: ({ signal }) => expire(systemCtx(rest), signal) },
  ];
  const routes = registrationRoutes({
    rules: rest.rules,
    startRegistration: createStartRegistration(parts),
    getRegistration: createGetRegistration(parts),
    giveConsents: createGiveConsents(parts),
    redeemProof: createRedeemProof(parts),
    resumeRegistration: createResumeRegistration(parts),
    updateRegistration: createUpdateRegistration(parts),
    completeRegistration: createCompleteRegistration(parts),
    lookUpDraft: createLookUpDraft({ ...parts, manager: lookUps.manager }),
    checks: createRegistrationChecks(parts),
  });
  return { routes, jobs };
}
