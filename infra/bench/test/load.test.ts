import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '../src/load/connection.js';
import { drive } from '../src/load/drive.js';
import { interleave } from '../src/load/interleave.js';
import { cookieOf, requestBytes } from '../src/load/request.js';
import { cpuMs, residentMb } from '../src/process-usage.js';

let server: Server;
let url = '';
let connection: Connection;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = JSON.stringify({
        path: request.url,
        cookie: request.headers.cookie,
        body: String(Buffer.concat(chunks)),
      });
      response.setHeader('set-cookie', ['__Host-device=abc; Path=/', '__Host-session=def; Path=/']);
      response.writeHead(request.url === '/refused' ? 429 : 200, { 'content-length': Buffer.byteLength(answer) });
      // In two parts, as a network may cut it.
      response.write(answer.slice(0, 5));
      setImmediate(() => response.end(answer.slice(5)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  connection = await Connection.open(url);
});

afterAll(async () => {
  connection.close();
  await new Promise((resolve) => server.close(resolve));
});

describe('the load', () => {
  it('sends what it was told and reads the whole answer', async () => {
    const body = { name: '김하늘' };
    const reply = await connection.send(requestBytes({ method: 'POST', path: '/a', cookies: { device: 'x' }, body }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toEqual({ path: '/a', cookie: '__Host-device=x', body: JSON.stringify(body) });
    expect(cookieOf(reply, 'session')).toBe('def');
  });

  it('keeps a lane busy and counts what was answered', async () => {
    const request = requestBytes({ method: 'GET', path: '/b' });
    const slice = await drive([{ connection, next: () => request, status: 200 }], 100);
    expect(slice.calls).toBe(slice.latenciesMs.length);
    expect(slice.calls).toBeGreaterThan(0);
  });

  it('never counts a refusal as an answer', async () => {
    const request = requestBytes({ method: 'GET', path: '/refused' });
    const driven = drive([{ connection, next: () => request, status: 200 }], 100);
    await expect(driven).rejects.toThrow('answered with 429 instead of 200');
  });

  it('does not wait for an answer that cannot come any more', async () => {
    const other = await Connection.open(url);
    const answer = other.send(Buffer.from('GET / HTTP/1.1\r\n'));
    other.close();
    await expect(answer).rejects.toThrow('closed before the answer');
  });

  it('takes turns, and throws the first round away', async () => {
    const turns: string[] = [];
    const side = (name: string) => async () => turns.push(name);
    const { subject, control } = await interleave(2, { subject: side('A'), control: side('B') });
    expect(turns.join('')).toBe('BABABA');
    expect([subject, control]).toEqual([
      [4, 6],
      [3, 5],
    ]);
  });
});

describe('the use of a process', () => {
  it('is read from the system', () => {
    expect(cpuMs(process.pid)).toBeGreaterThan(0);
    expect(residentMb(process.pid)).toBeGreaterThan(10);
  });
});
