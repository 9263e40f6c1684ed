import { setImmediate as turn } from "node:timers/promises";
import { createEngine } from "stepspan";
import { describe, expect, it } from "vitest";
import { picture, shrinkPictures } from "./live-queue-worker.ts";

/** Pictures stay in work until they are let go. */
function holdingShrinker() {
  const held = new Map<string, () => void>();
  const shrink = (name: string) =>
    new Promise<string>((resolve) => {
      held.set(name, () => resolve(`small ${name}`));
    });
  const letGo = async (name: string) => {
    held.get(name)?.();
    await turn();
  };
  return { shrink, held, letGo };
}

describe("shrinkPictures", () => {
  it("works at two at once, lets three wait, and holds up whoever sends more", async () => {
    const { shrink, held, letGo } = holdingShrinker();
    await using engine = createEngine({ resources: { shrink } });
    const handle = engine.start(shrinkPictures, undefined, { live: true });
    const taken: string[] = [];
    for (const name of ["1", "2", "3", "4", "5", "6", "7"]) {
      void handle.send(picture, { name }).then(() => taken.push(name));
    }

    await turn();
    expect([...held.keys()]).toEqual(["1", "2"]);
    expect(taken).toEqual(["1", "2", "3", "4", "5"]);
    await letGo("2");
    expect([...held.keys()]).toEqual(["1", "2", "3"]);
    expect(taken).toEqual(["1", "2", "3", "4", "5", "6"]);
    for (const name of ["1", "3", "4", "5", "6", "7"]) await letGo(name);
    expect(taken).toHaveLength(7);
  });

  it("finishes what it has when it is stopped, in the order in which it came", async () => {
    const { shrink, letGo } = holdingShrinker();
    await using engine = createEngine({ resources: { shrink } });
    const handle = engine.start(shrinkPictures, undefined, { live: true });
    for (const name of ["1", "2", "3"]) await handle.send(picture, { name });
    handle.stop();
    for (const name of ["2", "1", "3"]) await letGo(name);
    const run = await handle.result;

    expect(run.span("shrink").output).toEqual(["small 1", "small 2", "small 3"]);
    expect(run.output).toBe("3 pictures are smaller now");
  });
});
