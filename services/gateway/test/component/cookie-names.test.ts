import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../fixtures/client.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** The status of a call whose Cookie field has exactly these bytes (Latin-1: one a character). */
async function statusWith(cookie: string): Promise<number> {
  const { socket, received, closed } = rawConnection(gateway.origin);
  const head = [
    'GET /api/v1/sessions/current HTTP/1.1',
    'Host: genkan.example',
    'Connection: close',
    `Cookie: ${cookie}`,
  ];
  socket.write(Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'));
  await closed;
  return Number(received().slice(9, 12));
}

describe('the name of a cookie', () => {
  let session: string;
  beforeAll(() => {
    session = gateway.owner.session();
  });

  it.each([
    ['as it is', ''],
    ['after a space', ' '],
    ['after a tab', '\t'],
  ])('is read %s', async (_, before) => {
    expect(await statusWith(`a=b;${before}__Host-session${before}=${before}${session}${before}`)).toBe(200);
  });

  it.each([
    ['a no-break space before it', '\xa0__Host-session'],
    ['a no-break space behind it', '__Host-session\xa0'],
    ['a next line (U+0085) before it', '\x85__Host-session'],
    ['letters of another case', '__host-Session'],
  ])('is another one with %s', async (_, name) => {
    expect(await statusWith(`${name}=${session}`)).toBe(401);
    expect(await statusWith(`a=b; ${name}=${session}`)).toBe(401);
  });

  it('is no name without a sign of equality', async () => {
    expect(await statusWith(`__Host-session${session}`)).toBe(401);
    expect(await statusWith('__Host-sessionX')).toBe(401);
  });

  it('does not count beside one like it that holds no token', async () => {
    expect(await statusWith(`__Host-session=x; __Host-session=${session}`)).toBe(400);
  });

  it('stands before its token alone', async () => {
    expect(await statusWith(`__Host-session=\xa0${session}`)).toBe(401);
    expect(await statusWith(`__Host-session="${session}"`)).toBe(401);
  });
});
