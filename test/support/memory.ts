/** `DATA_DIR` of an empty database in memory; it starts from the copy that the test run made once. */
export const IN_MEMORY = `memory://${process.env.EMPTY_DATABASE ?? ''}`;
