/** What a model is asked. */
export interface Task {
  readonly question: string;
  readonly facts: readonly string[];
  /** What was wrong with the draft before; empty for the first. */
  readonly remark: string;
}

/** Stands for a language model: gives its answer word by word. */
export async function* writeAnswer({ facts, remark }: Task): AsyncGenerator<string> {
  const opening = remark === "" ? "Hello!" : `Hello, and sorry (${remark})!`;
  yield* [opening, ...facts].join(" ").split(" ");
}
