import { memberRegistered } from '@genkan/contracts/identity/members';
import { on } from '@genkan/messaging/subscription';
import type { Challenges } from '../challenges/compose-challenges.js';
import type { ContactRepository } from './contact-repository.js';
import type { Notify } from './notify.js';

interface Dependencies {
  readonly challenges: Pick<Challenges, 'findPassed'>;
  readonly contacts: ContactRepository;
  readonly notify: Notify;
}

const channels = ['email', 'phone'] as const;

/** A new member is reached where the two challenges of the sign-up proved it (flows A9). */
export const onMemberRegistered = ({ challenges, contacts, notify }: Dependencies) =>
  on(memberRegistered, async ({ manager }, { data }, ctx) => {
    const { accountNo, version, language, draftId, challengeIds } = data;
    for (const channel of channels) {
      const challengeId = challengeIds[channel];
      const challenge = await challenges.findPassed(manager, challengeId, draftId);
      if (challenge?.target.channel !== channel) throw new Error(`no challenge proved the ${channel} of this member`);
      const { address } = challenge.target;
      await contacts.save(manager, { accountNo, channel, version, address, language, challengeId });
    }
    await notify(manager, ctx, accountNo, { template: 'welcome', values: {} });
  });
