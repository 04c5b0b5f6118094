import type { Language } from '@genkan/contracts/primitives';
import type { Failure } from './delivery.js';
import type { Message } from './render-message.js';

/** A message on its way to one recipient. */
export interface OutgoingMessage extends Message {
  /** Id of the delivery: the same for each try, so that a provider or a mailbox can see that it is one message. */
  readonly id: string;
  readonly address: string;
  readonly language: Language;
}

/** A carrier of messages: an SMTP server, an SMS gateway. */
export interface Provider {
  /** Shown in events and metrics. */
  readonly name: string;
  /**
   * Returns the provider's own id of the message.
   *
   * @throws SendFailed when it did not take the message, or took too long
   */
  send(message: OutgoingMessage): Promise<string>;
  close(): void;
}

/** A provider did not take a message. Its message has nothing of what the provider said: replies quote addresses. */
export class SendFailed extends Error {
  override readonly name = 'SendFailed';

  constructor(readonly failure: Failure) {
    super(`not sent: ${failure.cause}`);
  }
}
