import { signInLocked } from '@genkan/contracts/identity/sign-in';
import { on } from '@genkan/messaging/subscription';
import type { Notify } from './notify.js';

/** The member learns that guesses locked the account. An unknown login id has no member to tell. */
export const onSignInLocked = ({ notify }: { readonly notify: Notify }) =>
  on(signInLocked, async ({ manager }, { data, envelope }, ctx) => {
    if (data.accountNo === null) return;
    const values = { at: envelope.time, until: data.lockedUntil };
    await notify(manager, ctx, data.accountNo, { template: 'sign-in-locked', values });
  });
