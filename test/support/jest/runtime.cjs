const { createRequire, isBuiltin } = require('node:module');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** Jest's own, of which there is one for each suite; and one that keeps the first logger that it was given. */
const FOR_EACH_SUITE = /^(@jest\/|expect$|jest-|nestjs-pino$)/;

/**
 * Loads packages with Node's own `require`, once for all suites of a worker, and this project's files anew for each
 * suite. Jest would load every package anew for every suite, which takes far longer than most suites.
 */
module.exports = class OneRealmRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  requireModuleOrMock(from, name) {
    const isPackage = !/^[./]/.test(name) && !isBuiltin(name) && !FOR_EACH_SUITE.test(name);
    return isPackage ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }

  /** The process is the worker's own. */
  installGetBuiltinModule() {}
};
