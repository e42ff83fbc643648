/** Unit specs stand beside their source; whole-application tests stand in `test/`. */
module.exports = {
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/prove'],
  testRegex: '.*\\.spec\\.ts$',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/suite-output.ts',
  setupFiles: ['reflect-metadata'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json' }] },
  moduleFileExtensions: ['ts', 'js', 'json'],
  testTimeout: 60_000,
  // Many suites wait for processes and clocks: one more than the smallest machine has cores.
  maxWorkers: 3,
};
