import { namedCause } from '@genkan/contracts/verification/deliveries';
import type { Delivery } from './delivery.js';
import { textsOf } from './texts/texts-of.js';

/**
 * What to do about a mail that does not arrive, in its language (product R7): all four causes, since a server that took the
 * mail may still hide it, and the likely one when the server told us. The causes of an SMS are not these, so it has none.
 */
export function helpWith({ channel, language, cause }: Pick<Delivery, 'channel' | 'language' | 'cause'>) {
  if (channel !== 'email') return { likely: null, causes: [] };
  const { notArrived } = textsOf[language];
  return {
    likely: cause === 'unknown' ? null : cause,
    causes: namedCause.options.map((named) => ({ cause: named, text: notArrived[named] })),
  };
}
