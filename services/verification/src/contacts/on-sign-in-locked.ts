import { signInLocked } from '@genkan/contracts/identity/sign-in';
import { on } from '@genkan/messaging/subscription';
import type { Notify } from './notify.js';

/** Whoever owns the account learns that guesses locked it. A login id of nobody has nobody to tell. */
export const onSignInLocked = ({ notify }: { readonly notify: Notify }) =>
  on(signInLocked, async ({ manager }, { data, envelope }, ctx) => {
    if (data.accountNo === null) return;
    const values = { at: envelope.time, until: data.lockedUntil };
    await notify(manager, ctx, data.accountNo, { template: 'sign-in-locked', values });
  });
