import { deadLetterRecorded } from '../dead-letter.js';

/** Verification is the only service so far that consumes and may give up on a message; audit never does. */
export const verificationDeadLetterRecorded = deadLetterRecorded('verification');
