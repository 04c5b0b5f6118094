import { pages, type Texts } from './texts.js';

export const en: Texts = {
  codeMail: (code) => ({
    subject: 'Your Genkan code',
    paragraphs: [
      'Enter this code on the page that asked for it. It is good for 10 minutes.',
      'If you did not ask for it, ignore this mail and give the code to nobody.',
    ],
    code,
  }),
  codeSms: (code) => `[Genkan] Code ${code}. Good for 10 minutes. Give it to nobody.`,
  welcome: () => ({
    subject: 'Welcome to Genkan',
    paragraphs: [
      'You are a member now. Important notices will come to this address.',
      'Sign in, and register a payment method: then you can use services.',
    ],
    link: { label: 'Sign in', path: pages.signIn },
  }),
  newDevice: ({ time, ip }) => ({
    subject: 'Sign-in on a new device',
    paragraphs: [
      `Somebody signed in to your account on a device that we did not know: ${time}, from the address ${ip}.`,
      'Was it you? Then there is nothing to do.',
      'If it was not you: open the page below, end all sessions and change your password at once.',
    ],
    link: { label: 'Sessions and security', path: pages.security },
  }),
  signInLocked: ({ time, until }) => ({
    subject: 'Sign-in locked after five wrong passwords',
    paragraphs: [
      `A wrong password was given for your account five times, last at ${time}. Until ${until} no more tries from there are answered.`,
      'On a device that you have signed in with before you can still sign in, unless the tries came from it.',
      'If it was not you, nobody has come in. Sign in and change your password if it is easy to guess or used elsewhere.',
    ],
    link: { label: 'Sign in', path: pages.signIn },
  }),
  notArrived: {
    mailbox_full: 'Your mailbox may be full. Delete some mails, then ask for a new code.',
    spam_filter:
      'A spam filter may have caught the mail. Look in your spam folder. If it is not there, allow mails from Genkan and ask for a new code, or use another address.',
    wrong_address: 'The address may be wrong. Check it letter by letter, and enter the right one if it is.',
    slow_provider: 'Your mail provider may be slow. Wait a few minutes. If nothing comes, ask for a new code.',
  },
  footer: 'This mail was sent automatically. Genkan never asks for your password or a code by mail or phone.',
};
