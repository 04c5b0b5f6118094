import { expect, it } from '@jest/globals';
import { isPublishedOn } from './event.js';

const type = 'genkan.identity.member.registered.v1';

it('knows the events of the service whose topic it is', () => {
  expect(isPublishedOn('genkan.identity.v1', { source: '/services/identity', type })).toBe(true);
  expect(isPublishedOn('genkan.new-one.v1', { source: '/services/new-one', type: 'genkan.new-one.a.b.v1' })).toBe(true);
});

it.each([
  ['another topic', 'genkan.weird.v1', '/services/identity', type],
  ['another source', 'genkan.identity.v1', '/services/weird', type],
  ['another type', 'genkan.identity.v1', '/services/identity', 'genkan.weird.member.registered.v1'],
  [
    'a type that only begins alike',
    'genkan.identity.v1',
    '/services/identity',
    'genkan.identityx.member.registered.v1',
  ],
  ['no source', 'genkan.identity.v1', 'identity', type],
  ['a source that is longer', 'genkan.identity.v1', '/services/identity/', type],
  ['a topic that is longer', 'genkan.identity.v1.x', '/services/identity', type],
])('knows none with %s', (_, topic, source, eventType) => {
  expect(isPublishedOn(topic, { source, type: eventType })).toBe(false);
});
