import type { PolicyPrincipal, PolicyRequest, RequestContext, Tags } from '../../src/request.js';
import { type Choose, onceIn, oneOf, several } from './choice.js';
import { drawAddress } from './draw-address.js';
import { drawDate } from './draw-date.js';
import { distorted, drawText } from './draw-text.js';

export const ownAccount = '204718330962';
export const products = ['server', 'server', 'server', 'billing', 'constructor'];
export const actions = ['ViewServer', 'ViewServers', 'ChangeServer', 'DeleteServer', 'View', 'toString'];
export const lastParts = [
  'instance/i-1',
  'instance/i-1',
  'instance/i-12',
  'instance/*',
  'instance/i-1/disk/2',
  'a:b/c',
  '*',
];
export const tagNames = ['team', 'owner', 'ip', 'until', 'flag', 'constructor', '__proto__', 'the team/name'];

/** A request; about one in forty is malformed, and as many are the main account's or about another account. */
export function drawRequest(choose: Choose): PolicyRequest {
  const request: PolicyRequest = {
    principal: drawPrincipal(choose),
    product: oneOf(choose, products),
    action: onceIn(choose, 3)
      ? several(choose, 1, 8, () => oneOf(choose, ['a', 'b'])).join('')
      : oneOf(choose, actions),
    resourceNrn: drawNrn(choose),
    context: drawContext(choose),
  };
  return onceIn(choose, 40) ? spoiled(choose, request) : request;
}

const drawPrincipal = (choose: Choose): PolicyPrincipal => ({
  type: onceIn(choose, 30) ? 'main' : oneOf(choose, ['sub', 'role']),
  id: oneOf(choose, ['u-100', 'u-200']),
  name: onceIn(choose, 2) ? 'mina.kim' : drawText(choose),
  accountNo: ownAccount,
  ...optional(choose, 'tags', drawTags),
});

function drawNrn(choose: Choose): string {
  const account = onceIn(choose, 25)
    ? oneOf(choose, ['999999999999', '2047', '0'])
    : onceIn(choose, 8)
      ? ''
      : ownAccount;
  const last = onceIn(choose, 3)
    ? several(choose, 1, 8, () => oneOf(choose, ['a', 'b', ':', '/', '*'])).join('')
    : oneOf(choose, lastParts);
  return `nrn:genkan:${oneOf(choose, ['server', 'network'])}:${oneOf(choose, ['kr', 'kr', ''])}:${account}:${last}`;
}

const drawContext = (choose: Choose): RequestContext => ({
  ...optional(choose, 'sourceIp', () => drawAddress(choose, 20)),
  ...optional(choose, 'currentTime', () => drawDate(choose, 20)),
  ...optional(choose, 'mfaPresent', () => wrongOnceIn(choose, 40, onceIn(choose, 2))),
  ...optional(choose, 'requestRegion', () => wrongOnceIn(choose, 40, drawText(choose))),
  ...optional(choose, 'resourceTags', () => wrongOnceIn(choose, 60, drawTags(choose))),
  ...optional(choose, 'requestTags', drawTags),
});

/** Own members only, whatever their names are. */
const drawTags = (choose: Choose): Tags =>
  Object.fromEntries(
    several(choose, 0, 4, () => [oneOf(choose, tagNames), wrongOnceIn(choose, 60, drawTagText(choose))]),
  );

function drawTagText(choose: Choose): string {
  if (!onceIn(choose, 3)) return drawText(choose);
  return onceIn(choose, 2) ? drawAddress(choose, 10) : drawDate(choose, 10);
}

/** A member that is there three times out of four; one in twenty of the others is `null` or `undefined`. */
function optional<T>(choose: Choose, name: string, draw: (choose: Choose) => T): Record<string, T> {
  if (!onceIn(choose, 4)) return { [name]: draw(choose) };
  return onceIn(choose, 20) ? { [name]: oneOf(choose, [null, undefined]) as T } : {};
}

/** Now and then a value of a type that the request's types do not allow, as a caller without types might send it. */
const wrongOnceIn = <T>(choose: Choose, times: number, value: T): T =>
  onceIn(choose, times) ? (oneOf<unknown>(choose, [5, 0, 'true', true, null, ['a']]) as T) : value;

function spoiled(choose: Choose, request: PolicyRequest): PolicyRequest {
  const { principal } = request;
  const kind = choose(8);
  if (kind === 0) return { ...request, product: oneOf(choose, ['', '*', '1a', 'a.b', 'a'.repeat(41)]) };
  if (kind === 1) return { ...request, action: oneOf(choose, ['', 'View*', 'a-b', 'a'.repeat(65)]) };
  if (kind === 2) return { ...request, resourceNrn: distorted(choose, request.resourceNrn, [':', '*', ' ', 'x', '1']) };
  if (kind === 3)
    return {
      ...request,
      resourceNrn: oneOf(choose, ['*', '', `nrn:genkan:*:kr:${ownAccount}:a/b`, 'nrn:genkan:server:kr:*:a/b']),
    };
  if (kind === 4)
    return { ...request, principal: { ...principal, type: oneOf(choose, ['root', 'Main', '']) as 'main' } };
  return {
    ...request,
    principal: { ...principal, accountNo: oneOf(choose, ['', '2047', '20471833096x', '2047183309620']) },
  };
}
