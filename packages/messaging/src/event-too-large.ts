import { MAX_EVENT_BYTES } from '@genkan/contracts/envelope';

/** An event whose value exceeds `MAX_EVENT_BYTES`: a fault of who emits it, refused before it can block the relay. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';

  constructor(
    readonly type: string,
    readonly bytes: number,
  ) {
    super(`${type} has ${bytes} bytes, at most ${MAX_EVENT_BYTES} are allowed`);
  }
}
