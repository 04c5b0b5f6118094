/** A gateway's variables that put its rate limits out of reach: calls over a limit share records and never reach a service. */
export const unlimited = {
  RATE_NORMAL_PER_ADDRESS: '100000000',
  RATE_NORMAL_PER_PRINCIPAL: '100000000',
  RATE_SENSITIVE_PER_ADDRESS: '100000000',
  RATE_SENSITIVE_PER_PRINCIPAL: '100000000',
};
