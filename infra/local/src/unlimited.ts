/** A gateway's variables without limits of its own: calls over a limit share records and never reach a service. */
export const unlimited = {
  RATE_NORMAL_PER_ADDRESS: '1000000',
  RATE_NORMAL_PER_PRINCIPAL: '1000000',
  RATE_SENSITIVE_PER_ADDRESS: '1000000',
  RATE_SENSITIVE_PER_PRINCIPAL: '1000000',
};
