/** Unit specs stand beside their source; whole-application tests stand in `test/`. */
module.exports = {
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/prove'],
  testRegex: '.*\\.spec\\.ts$',
  // Packages are loaded once for all suites of a worker, see `runtime.cjs`.
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/suite-output.ts',
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json' }] },
  moduleFileExtensions: ['ts', 'js', 'json'],
  testTimeout: 60_000,
  // Many suites wait for processes and clocks: one more than the smallest machine has cores.
  maxWorkers: 3,
};
