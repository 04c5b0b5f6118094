import { deviceAdded } from '@genkan/contracts/identity/sign-in';
import { on } from '@genkan/messaging/subscription';
import type { Notify } from './notify.js';

/** The member learns of a new device, and what to do if it is not theirs. */
export const onDeviceAdded = ({ notify }: { readonly notify: Notify }) =>
  on(deviceAdded, ({ manager }, { data, envelope }, ctx) => {
    const values = { at: envelope.time, sourceIp: data.activity.sourceIp };
    return notify(manager, ctx, data.accountNo, { template: 'new-device', values });
  });
