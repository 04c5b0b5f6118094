/** The sandbox's inbox, read as a person would read mail and SMS. */
export class Inbox {
  constructor(readonly sandboxUrl: string) {}

  /** Waits for the next message to an address, newer than `after`, and returns it. */
  async next(to: string, { after = '0', timeoutMs = 15_000 } = {}): Promise<InboxMessage> {
    const query = new URLSearchParams({ to, after, timeoutMs: String(timeoutMs) });
    const response = await fetch(`${this.sandboxUrl}/api/messages/next?${query}`);
    if (response.status !== 200) throw new Error(`no message to ${to} within ${timeoutMs} ms`);
    return (await response.json()) as InboxMessage;
  }

  /** Tells the sandbox to misbehave. */
  async faults(faults: readonly Record<string, unknown>[]): Promise<void> {
    const response = await fetch(`${this.sandboxUrl}/api/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(`the sandbox refused the faults: ${await response.text()}`);
  }
}

export interface InboxMessage {
  readonly id: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly code: string | null;
}
