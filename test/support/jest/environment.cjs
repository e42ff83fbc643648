const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
require('reflect-metadata');

const { exit } = process;
const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };

/** Suites run in the worker's own realm, so that packages are loaded once for all of them: see `runtime.cjs`. */
module.exports = class OneRealm {
  global = globalThis;

  constructor({ projectConfig: config }) {
    const global = globalThis;
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimers = new LegacyFakeTimers({ config, global, moduleMocker: this.moduleMocker, timerConfig });
    this.fakeTimersModern = new ModernFakeTimers({ config, global });
  }

  async setup() {}

  async teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    // Jest wraps it for each suite and never unwraps it.
    process.exit = exit;
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** None but the worker's own. */
  getVmContext() {
    return null;
  }
};
