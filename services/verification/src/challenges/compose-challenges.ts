import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import type { ProofFacts } from '@genkan/http-kit/proof-token';
import type { Job } from '@genkan/persistence/scheduler';
import type { DataSource, EntityManager } from 'typeorm';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import type { Protection } from '../protection.js';
import { createAnswerChallenge } from './answer-challenge.js';
import { mysqlBudgetRepository } from './budget-repository.js';
import type { Challenge } from './challenge.js';
import { mysqlChallengeRepository } from './challenge-repository.js';
import { createGetChallenge } from './get-challenge.js';
import { createReissueProof } from './reissue-proof.js';
import { createRemoveChallenges } from './remove-challenges.js';
import { createRequestChallenge } from './request-challenge.js';
import { createResendChallenge } from './resend-challenge.js';
import { challengeRoutes } from './routes.js';
import { createSendCode } from './send-code.js';

export type { Challenge } from './challenge.js';
export type { Channel } from './target.js';

const REMOVAL_EVERY_MS = 600_000;

interface Dependencies {
  readonly dataSource: DataSource;
  readonly transact: Transact;
  readonly protection: Protection;
  readonly deliveries: Deliveries;
  readonly codes: OneTimeCodes;
  readonly signer: { sign(facts: ProofFacts): string };
  readonly ids: Ids;
}

export type Challenges = ReturnType<typeof composeChallenges>;

/** The capability `challenges`: proves that a visitor owns an address. */
export function composeChallenges({ dataSource, protection, signer, ...rest }: Dependencies) {
  const challenges = mysqlChallengeRepository(protection);
  const budgets = mysqlBudgetRepository(protection, dataSource);
  const sendCode = createSendCode({ budgets, deliveries: rest.deliveries });
  const parts = { ...rest, manager: dataSource.manager, challenges, budgets, sendCode };
  const removeChallenges = createRemoveChallenges(parts);
  const jobs: Job[] = [
    { name: 'remove-challenges', everyMs: REMOVAL_EVERY_MS, run: ({ now }) => removeChallenges(now) },
  ];
  const routes = challengeRoutes({
    requestChallenge: createRequestChallenge(parts),
    resendChallenge: createResendChallenge(parts),
    getChallenge: createGetChallenge(parts),
    answerChallenge: createAnswerChallenge(parts),
    reissueProof: createReissueProof(parts),
    signProof: ({ id, purpose, subject, target: { channel, address } }) =>
      signer.sign({ jti: id, purpose, subject, channel, target: address }),
  });
  return {
    routes,
    jobs,
    /** A challenge that this draft passed. */
    async findPassed(manager: EntityManager, id: string, subject: string): Promise<Challenge | null> {
      const challenge = await challenges.find(manager, id, subject);
      return challenge?.state === 'passed' ? challenge : null;
    },
  };
}
