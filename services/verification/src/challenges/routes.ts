import {
  answerChallenge,
  getChallenge,
  reissueProof,
  requestChallenge,
  resendChallenge,
} from '@genkan/contracts/verification/challenges';
import { route } from '@genkan/http-kit/binder';
import type { AnswerChallenge } from './answer-challenge.js';
import type { Challenge } from './challenge.js';
import type { GetChallenge } from './get-challenge.js';
import { presentChallenge, type ShownChallenge } from './present-challenge.js';
import type { ReissueProof } from './reissue-proof.js';
import { checkTarget, type RequestChallenge } from './request-challenge.js';
import type { ResendChallenge } from './resend-challenge.js';

export interface ChallengeUseCases {
  readonly requestChallenge: RequestChallenge;
  readonly resendChallenge: ResendChallenge;
  readonly getChallenge: GetChallenge;
  readonly answerChallenge: AnswerChallenge;
  readonly reissueProof: ReissueProof;
  /** What a passed challenge is worth. */
  readonly signProof: (challenge: Challenge) => string;
}

export const challengeRoutes = (useCases: ChallengeUseCases) => {
  const shown = (challenge: ShownChallenge) => ({ body: presentChallenge(challenge) });
  const proven = (challenge: Challenge) => ({ body: { proof: useCases.signProof(challenge) } });
  return [
    route(requestChallenge, (ctx, { body }) => useCases.requestChallenge(ctx, body), {
      present: shown,
      check: (_ctx, { body = {} }, isRefused) => checkTarget(body, isRefused),
    }),
    route(resendChallenge, (ctx, { params }) => useCases.resendChallenge(ctx, params.challengeId), { present: shown }),
    route(getChallenge, (ctx, { params }) => useCases.getChallenge(ctx, params.challengeId), { present: shown }),
    route(answerChallenge, (ctx, { params, body }) => useCases.answerChallenge(ctx, params.challengeId, body.code), {
      present: proven,
    }),
    route(reissueProof, (ctx, { params }) => useCases.reissueProof(ctx, params.challengeId), { present: proven }),
  ];
};
