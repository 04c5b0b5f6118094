import { describe, expect, it } from '@jest/globals';
import { sandboxConfig } from './config.js';

describe('the configuration', () => {
  it('listens on loopback unless told', () => {
    expect(sandboxConfig({}).HOST).toBe('127.0.0.1');
  });

  it('refuses production, whatever else is set', () => {
    const complete = { HOST: '127.0.0.1', PORT: '8025', SMTP_PORT: '1025', SMS_KEY: 'fZ3kq9TzW8vN2rLx' };
    expect(sandboxConfig(complete).PORT).toBe(8025);
    expect(() => sandboxConfig({ ...complete, NODE_ENV: 'production' })).toThrow(/NODE_ENV/);
  });

  it('names what is wrong', () => {
    expect(() => sandboxConfig({ PORT: 'x', SMTP_PORT: '70000' })).toThrow(/PORT: .*\n.*SMTP_PORT: /);
  });
});
