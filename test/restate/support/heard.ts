import type { RunHandle } from "stepspan";

/** The types of all events of a run, once it has ended for those who listen. */
export async function heard(handle: RunHandle): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type } of handle.events) types.push(type);
  return types;
}
