import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import { generousPolicies, hostileRequests } from './hostile-requests.js';

const evaluateAgain = (request: Parameters<typeof decide>[1]) => decide(generousPolicies, request);

describe('a request that breaks its type', () => {
  it.each(hostileRequests(evaluateAgain).map(({ why, ...rest }) => [why, rest] as const))(
    'never throws nor allows by mistake: %s',
    (_, { request, decision }) => {
      expect(decide(generousPolicies, request)).toEqual(decision);
    },
  );
});
