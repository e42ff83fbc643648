const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ConsoleLogger, Logger } = require('@nestjs/common');
const { default: axios } = require('axios');
const { ModuleMocker } = require('jest-mock');
require('reflect-metadata');

// One client for all suites: none may change it under the others.
Object.freeze(axios.defaults);

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

  async setup() {
    // The suite before may have silenced it.
    Logger.overrideLogger(new ConsoleLogger());
  }

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
