import { anonymousActor } from '@genkan/contracts/call-context';
import type { DeviceEntry } from '@genkan/contracts/device-token';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { lookUpSession } from '@genkan/contracts/identity/look-ups';
import { completeRegistration } from '@genkan/contracts/identity/registration';
import { signIn } from '@genkan/contracts/identity/sign-in';
import { hashToken } from '@genkan/credentials/opaque-token';
import { newEmail, newIp, password, passwords, seedReadyDraft } from './sign-up.js';
import type { Identity } from './start-identity.js';

export const wrong = 'Wr0ng!guess';

/** A member with `password`, who has never signed in; `device` is the cookie of the browser that signed up. */
export async function newMember(identity: Identity) {
  const email = newEmail();
  const { as } = await seedReadyDraft(identity, { email });
  const answer = await identity.call(completeRegistration, { as, body: passwords }).expect(201);
  return { email, device: deviceOf(answer), ...(answer.body as { memberId: string; accountNo: string }) };
}

interface Try {
  readonly endpoint?: EndpointContract;
  readonly password?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly device?: string;
  /** Token of the session that the browser carries. */
  readonly session?: string;
}

/** One try from a network of its own, unless told. */
export function trySignIn(identity: Identity, loginId: string, options: Try = {}) {
  const { endpoint = signIn, password: typed = password, ip = newIp(), userAgent, device, session } = options;
  const sent = identity.call(endpoint, {
    as: { sourceIp: ip, ...(userAgent && { userAgent }) },
    body: { loginId, password: typed },
  });
  if (device) sent.set('genkan-device', device);
  return session ? sent.set('genkan-session', hashToken(session)) : sent;
}

interface Answer {
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

const credential = (name: string, { headers }: Answer) => headers[`genkan-set-${name}`]?.split(';')[0] ?? '';
export const deviceOf = (answer: Answer): string => credential('device', answer);
/** What a device cookie says, unverified. */
export const entriesOf = (device: string): DeviceEntry[] =>
  JSON.parse(Buffer.from(device.split('.')[1] ?? '', 'base64url').toString()).devices;
export const tokenOf = (answer: Answer): string => credential('session', answer);

/** The gateway's question for a session. */
export const lookUp = (identity: Identity, token: string) =>
  identity.call(lookUpSession, { params: { tokenHash: hashToken(token) } });

/** Signs a member in, and gives what the gateway would then call with. */
export async function signedIn(
  identity: Identity,
  who: { email: string; memberId: string; accountNo: string },
  options: Try = {},
) {
  const answer = await trySignIn(identity, who.email, options).expect(201);
  const { sessionId } = answer.body as { sessionId: string };
  const actor = { ...anonymousActor, type: 'main' as const, id: who.memberId, loginId: 'k***@example.com', sessionId };
  return {
    sessionId,
    token: tokenOf(answer),
    device: deviceOf(answer),
    deviceId: entriesOf(deviceOf(answer))[0]?.id ?? '',
    as: { actor, accountNo: who.accountNo, stage: 'full' as const },
  };
}

/** Short names of the events in one log. */
export const eventNames = async (identity: Identity, key: string): Promise<string[]> =>
  (await identity.events(key)).map(({ type }) => type.split('.').slice(2, 4).join('.'));

/** How often a member was told of a new device. */
export const addedDevices = async (identity: Identity, { accountNo }: { accountNo: string }): Promise<number> =>
  (await eventNames(identity, accountNo)).filter((name) => name === 'device.added').length;

/** Signs in with this device cookie, and says whether that was on a device that was known. */
export async function isDeviceKnown(
  identity: Identity,
  member: { email: string; accountNo: string },
  device: string,
): Promise<boolean> {
  const before = await addedDevices(identity, member);
  await trySignIn(identity, member.email, { device }).expect(201);
  return (await addedDevices(identity, member)) === before;
}
