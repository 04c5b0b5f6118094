import base from '../../jest.config.mjs';

/** One platform for all journeys; each test makes its own people. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testTimeout: 60_000,
  globalSetup: './dist/test/start-platform.js',
  globalTeardown: './dist/test/stop-platform.js',
};
