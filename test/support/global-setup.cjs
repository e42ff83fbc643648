const { existsSync, mkdtempSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { packages } = require('../../package-lock.json');

/** Making an empty embedded database takes seconds; starting from a copy of one takes a third of one. */
const { version } = packages['node_modules/@electric-sql/pglite'];
const EMPTY_DATABASE = join(tmpdir(), `laura-empty-database-${version}.tar`);

module.exports = async () => {
  if (!existsSync(EMPTY_DATABASE)) {
    const { PGlite } = require('@electric-sql/pglite');
    const database = await PGlite.create();
    const dump = await database.dumpDataDir('none');
    await database.close();
    writeFileSync(`${EMPTY_DATABASE}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${EMPTY_DATABASE}.${process.pid}`, EMPTY_DATABASE);
  }
  process.env.EMPTY_DATABASE = EMPTY_DATABASE;
  // Where services under test leave what they write, for `suite-output.ts` to look through at the end.
  process.env.SUITE_OUTPUT = mkdtempSync(join(tmpdir(), 'laura-suite-output-'));
};
