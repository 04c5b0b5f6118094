import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField } from '../field.js';
import { accountNumber, idField, page, pageQuery, timeField } from '../primitives.js';
import { sessionEnded } from './sessions.js';

/** Who forgot what was theirs. */
const ownerFacts = {
  principalType: publicField(z.enum(['main', 'operator']), 'Kind of principal whose device it was.'),
  principalId: idField('the principal'),
  accountNo: publicField(accountNumber.nullable(), 'Account of the principal; null for operators.'),
};

const ownerSample = {
  principalType: 'main',
  principalId: '019ab000-0000-7000-8000-000000000002',
  accountNo: '204718330962',
} as const;

const seenFields = {
  firstSeenAt: timeField('When it signed in first, or up'),
  lastSeenAt: timeField('When it signed in last'),
};

export const deviceForgotten = defineEvent({
  service: 'identity',
  name: 'device.forgotten',
  version: 1,
  description: 'The owner of a device made it unknown again. Sessions that ran on it ended.',
  action: 'ForgetDevice',
  resource: 'Device',
  kind: 'state',
  facts: z.object({
    version: publicField(z.number().int(), 'Version of the device.'),
    deviceId: idField('the device'),
    ...ownerFacts,
    ...seenFields,
  }),
  sample: {
    version: 2,
    deviceId: '019ab000-0000-7000-8000-000000000003',
    ...ownerSample,
    firstSeenAt: '2026-11-23T09:36:12.481Z',
    lastSeenAt: '2026-11-27T08:12:40.102Z',
  },
});

export const devicesForgotten = defineEvent({
  service: 'identity',
  name: 'devices.forgotten',
  version: 1,
  description: 'Every device that a principal had until then is unknown again. All sessions of the principal ended.',
  action: 'ForgetDevices',
  resource: 'Device',
  kind: 'fact',
  facts: z.object({ ...ownerFacts, count: publicField(z.number().int(), 'How many there were.') }),
  sample: { ...ownerSample, count: 3 },
});

const ownDevice = z.object({
  deviceId: idField('the device'),
  current: publicField(z.boolean(), 'Whether it is the one that asks.'),
  browser: personalField(
    z.string().nullable(),
    'Browser and system in words, such as `Chrome on Windows`; null when it did not say.',
  ),
  ...seenFields,
});

const ownDevices = {
  service: 'identity',
  auth: ['principal', 'operator'],
  stages: ['full'],
  gate: 'exempt',
  audit: 'always',
  idempotent: false,
  rate: 'normal',
} as const;

export const listDevices = defineEndpoint({
  ...ownDevices,
  name: 'listDevices',
  summary: 'List the browsers that you are known on, newest first',
  method: 'GET',
  path: '/devices',
  action: 'ViewDevices',
  resource: { type: 'Device' },
  readOnly: true,
  invalidates: [],
  sets: [],
  emits: [],
  errors: {},
  request: { query: z.strictObject(pageQuery), sample: { query: { size: 20 } } },
  response: { status: 200, description: 'Known devices.', body: page(ownDevice, 'Known devices.') },
});

const forgetting = { ...ownDevices, method: 'DELETE', readOnly: false, invalidates: ['session'] } as const;

export const forgetDevice = defineEndpoint({
  ...forgetting,
  name: 'forgetDevice',
  summary: 'Forget one of your devices and end the sessions on it',
  path: '/devices/{deviceId}',
  action: 'ForgetDevice',
  resource: { type: 'Device', id: 'deviceId' },
  sets: [],
  emits: [deviceForgotten, sessionEnded],
  errors: { 'identity.device_not_found': { status: 404, title: 'You have no such known device' } },
  request: {
    params: z.strictObject({ deviceId: idField('the device') }),
    sample: { params: { deviceId: '019ab000-0000-7000-8000-000000000003' } },
  },
  response: { status: 204, description: 'The device is unknown.' },
});

export const forgetDevices = defineEndpoint({
  ...forgetting,
  name: 'forgetDevices',
  summary: 'Forget all your devices, this one too, and end all your sessions',
  path: '/devices',
  action: 'ForgetDevices',
  resource: { type: 'Device' },
  sets: ['session'],
  emits: [devicesForgotten, sessionEnded],
  errors: {},
  request: {},
  response: { status: 204, description: 'No device is known, and nobody is signed in.' },
});
