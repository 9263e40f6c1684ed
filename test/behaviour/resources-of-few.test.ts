import { createEngine, perRun, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";

/** A workflow with a resource of its own, which writes down when it is made and disposed of. */
function childWith(diary: string[], dispose: () => Promise<void> = async () => undefined) {
  const connect = perRun(() => {
    diary.push("made");
    return {
      [Symbol.asyncDispose]: async () => {
        await dispose();
        diary.push("disposed of");
      },
    };
  });
  return workflow("child")
    .resources({ db: connect })
    .step("use", { run: () => 1 });
}

describe("a child run with resources, below a run without any", () => {
  it("has them disposed of when it has settled, while the run goes on", async () => {
    const diary: string[] = [];
    const child = childWith(diary);
    const report = workflow("report")
      .subflow("below", { workflow: child })
      .step("after", {
        dependsOn: ["below"],
        run: async () => {
          await turn();
          diary.push("after");
        },
      });
    await using engine = createEngine();
    expect((await engine.run(report)).status).toBe("succeeded");
    expect(diary).toEqual(["made", "disposed of", "after"]);
  });

  it("is over, with the run, when they are disposed of", async () => {
    const diary: string[] = [];
    const free = Promise.withResolvers<void>();
    const report = workflow("report").subflow("below", { workflow: childWith(diary, () => free.promise) });
    await using engine = createEngine();
    const running = engine.run(report).then(() => diary.push("over"));
    await turn();
    expect(diary).toEqual(["made"]);
    free.resolve();
    await running;
    expect(diary).toEqual(["made", "disposed of", "over"]);
  });
});

it("resources that are there only after their run was cancelled are disposed of", async () => {
  const diary: string[] = [];
  const open = Promise.withResolvers<void>();
  const connect = perRun(async () => {
    await open.promise;
    return { [Symbol.dispose]: () => void diary.push("disposed of") };
  });
  await using engine = createEngine();
  const handle = engine.start(workflow("late").step("use", { run: () => diary.push("used") }), undefined, {
    resources: { db: connect },
  });
  await turn();
  handle.cancel("enough");
  await expect(handle.result).rejects.toThrow("was cancelled");
  open.resolve();
  await turn();
  expect(diary).toEqual(["disposed of"]);
});
