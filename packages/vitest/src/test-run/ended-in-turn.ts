/** The result of a body, or the stream that it gives, which ends or throws only when it is its turn. */
export async function endedInTurn(result: Promise<unknown>, turn: () => Promise<void>): Promise<unknown> {
  let output: unknown;
  try {
    output = await result;
  } catch (error) {
    await turn();
    throw error;
  }
  if (isStream(output)) return streamInTurn(output, turn);
  await turn();
  return output;
}

async function* streamInTurn(stream: AsyncIterable<unknown>, turn: () => Promise<void>): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } finally {
    await turn();
  }
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === "object" && output !== null && Symbol.asyncIterator in output;
}
