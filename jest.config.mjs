/** One configuration for every workspace: jest runs the compiled output, so there is no transformer. */
export default {
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.test.js'],
  transform: {},
  testTimeout: 60_000,
  injectGlobals: false,
};
