import type { EndpointContract } from '@genkan/contracts/endpoint';

/** Whether a call with nothing particular ends the session or the draft of its caller, which later calls need. */
export const endsTheCaller = ({ invalidates, request }: EndpointContract): boolean =>
  invalidates.length > 0 && !request.body && Object.keys(request.params.shape).length === 0;
