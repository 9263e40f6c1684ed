/** A body, and what it was called with. */
export interface CountedBody<Params, Output> {
  readonly run: (params: Params) => Output;
  readonly calls: Params[];
}

/** Notes what a body is called with. All of them have the same source. */
export function counted<Params, Output>(body: (params: Params) => Output): CountedBody<Params, Output> {
  const calls: Params[] = [];
  const run = (params: Params): Output => {
    calls.push(params);
    return body(params);
  };
  return { run, calls };
}
