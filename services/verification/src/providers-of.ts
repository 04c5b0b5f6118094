import type { Config } from './config.js';
import { smsProvider, smtpProvider } from './deliveries/compose-deliveries.js';

type Settings = Pick<Config, 'SMTP_URLS' | 'MAIL_FROM' | 'SMS_URLS' | 'SEND_TIMEOUT_MS'>;

/** Providers by channel, in the order in which they are tried. */
export function providersOf({ SMTP_URLS, MAIL_FROM: from, SMS_URLS, SEND_TIMEOUT_MS: timeoutMs }: Settings) {
  return {
    email: SMTP_URLS.map((url, index) =>
      smtpProvider({ name: `smtp-${index + 1}`, url: url.reveal(), from, timeoutMs }),
    ),
    phone: SMS_URLS.map(({ url, key }, index) => smsProvider({ name: `sms-${index + 1}`, url, key, timeoutMs })),
  };
}
