import { Refusal } from '@genkan/call/refusal';
import { DEVICE_TOKEN_SECONDS } from '@genkan/contracts/device-token';
import type { CodeOf } from '@genkan/contracts/endpoint';
import { forgetDevice, forgetDevices, listDevices } from '@genkan/contracts/identity/devices';
import { lookUpSession } from '@genkan/contracts/identity/look-ups';
import { endAllSessions, endSession, listSessions, signOut } from '@genkan/contracts/identity/sessions';
import { signIn, signInAsOperator } from '@genkan/contracts/identity/sign-in';
import { route } from '@genkan/http-kit/binder';
import type { EndSessions } from './end-sessions.js';
import type { ForgetDevices } from './forget-devices.js';
import type { ListDevices } from './list-devices.js';
import type { ListSessions } from './list-sessions.js';
import type { LookUpSession } from './look-up-session.js';
import { ABSOLUTE_MS } from './session.js';
import type { SignedIn, SignIn } from './sign-in.js';

export interface SessionUseCases {
  readonly signIn: SignIn;
  readonly signInAsOperator: SignIn;
  readonly listSessions: ListSessions;
  readonly endSessions: EndSessions;
  readonly listDevices: ListDevices;
  readonly forgetDevices: ForgetDevices;
  readonly lookUpSession: LookUpSession;
}

export const sessionRoutes = (useCases: SessionUseCases) => [
  route(signIn, async (ctx, { body }, carried) => present(await useCases.signIn(ctx, body, carried))),
  route(signInAsOperator, async (ctx, { body }, carried) =>
    present(await useCases.signInAsOperator(ctx, body, carried)),
  ),
  route(listSessions, async (ctx, { query }) => ({ body: await useCases.listSessions.list(ctx, query) }), {
    check: (ctx, { query = {} }) => useCases.listSessions.check(ctx, query),
  }),
  route(signOut, async (ctx) => {
    await useCases.endSessions(ctx, 'signed-out', ctx.actor.sessionId ?? '');
    return { body: undefined, set: { session: 'clear' as const } };
  }),
  route(endSession, async (ctx, { params }) => {
    const ended = await useCases.endSessions(ctx, 'ended-by-owner', params.sessionId);
    if (ended === 0) throw new Refusal<CodeOf<typeof endSession>>('identity.session_not_found');
  }),
  route(endAllSessions, async (ctx) => {
    await useCases.endSessions(ctx, 'ended-by-owner');
    return { body: undefined, set: { session: 'clear' as const } };
  }),
  route(listDevices, async (ctx, { query }) => ({ body: await useCases.listDevices.list(ctx, query) }), {
    check: (ctx, { query = {} }) => useCases.listDevices.check(ctx, query),
  }),
  route(forgetDevice, (ctx, { params }) => useCases.forgetDevices.one(ctx, params.deviceId)),
  route(forgetDevices, async (ctx) => {
    await useCases.forgetDevices.all(ctx);
    return { body: undefined, set: { session: 'clear' as const } };
  }),
  route(lookUpSession, async (ctx, { params }) => {
    const entry = await useCases.lookUpSession(ctx, params.tokenHash);
    return { body: entry, etag: entry.version };
  }),
];

const present = ({ session, token, deviceToken }: SignedIn) => ({
  body: {
    sessionId: session.id,
    stage: session.stage,
    accountNo: session.principal.accountNo,
    idleEndsAt: session.idleEndsAt.toISOString(),
    absoluteEndsAt: session.absoluteEndsAt.toISOString(),
  },
  set: {
    session: { token, maxAgeSeconds: ABSOLUTE_MS / 1_000 },
    device: { token: deviceToken, maxAgeSeconds: DEVICE_TOKEN_SECONDS },
  },
});
