import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Secret } from '@genkan/config/secret';
import { Router } from 'express';
import { z } from 'zod';
import type { FaultList } from '../faults/fault-list.js';
import type { Inbox } from '../inbox/inbox.js';
import { Problem, validated } from '../problem.js';

const smsSchema = z.strictObject({
  to: z.string().regex(/^\+[1-9]\d{6,14}$/, 'expected a number in E.164, such as +821012345678'),
  text: z.string().min(1).max(2_000),
  reference: z.string().max(128).optional(),
});

/** `/sms/messages`: the sandbox as a provider of SMS. Accepts with 202 and the message's id. */
export function smsRoutes({ key, inbox, faults }: { key: Secret; inbox: Inbox; faults: FaultList }): Router {
  const router = Router();

  router.use((request, response, next) => {
    if (hasKey(request.headers.authorization, key)) return next();
    response.set('www-authenticate', 'Bearer realm="sandbox sms"');
    throw new Problem(401, 'sandbox.sms_key_refused', 'Send the key as "Authorization: Bearer <SMS_KEY>".');
  });

  router.post('/messages', async (request, response) => {
    const { to, text, reference = null } = validated(smsSchema, request.body);
    const fault = faults.take('sms', to);
    if (fault?.kind === 'disconnect') {
      request.socket.destroy();
      return;
    }
    if (fault?.kind === 'refused')
      throw new Problem(422, 'sandbox.sms_refused', 'The operator does not know this number.');
    if (fault?.kind === 'temporary') {
      response.set('retry-after', '1');
      throw new Problem(503, 'sandbox.sms_unavailable', 'The operator cannot be reached for now.');
    }
    if (fault?.kind === 'slow') await pause(fault.delayMs, undefined, { ref: false });
    const { id } = inbox.add({ channel: 'sms', folder: 'inbox', to, text, reference });
    response.status(202).json({ id });
  });

  return router;
}

function hasKey(authorization: string | undefined, key: Secret): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  // Hashes have one length, so the comparison tells nothing of the key's.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(key.reveal()));
}
