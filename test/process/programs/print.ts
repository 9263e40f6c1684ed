/** Prints one value as a line of JSON, for the test that runs this program. */
export function print(value: unknown): void {
  console.log(JSON.stringify(value));
}

/** What keeps the process alive, standard streams apart. */
export function whatKeepsAlive(): string[] {
  return process.getActiveResourcesInfo().filter((resource) => !/^(PipeWrap|TTYWrap|FSReqCallback)$/.test(resource));
}
