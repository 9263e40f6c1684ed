import { createEngine, RunError, StateError } from "stepspan";
import { describe, expect, it } from "vitest";
import { orderPipeline } from "./order-pipeline.ts";

describe("orderPipeline", () => {
  it("loses nothing when two orders come at once", async () => {
    await using engine = createEngine();
    const orders = ["o-1", "o-2"].map((id) => engine.run(orderPipeline, { id, item: "apples", amount: 2 }));
    const reserved = (await Promise.all(orders)).map((run) => run.span("reserve").output);

    expect(reserved).toEqual([
      { left: 3, orders: 1 },
      { left: 1, orders: 2 },
    ]);
  });

  it("keeps what each run notes for itself", async () => {
    await using engine = createEngine();
    const orders = ["o-1", "o-2"].map((id) => engine.run(orderPipeline, { id, item: "apples", amount: 1 }));
    const lines = (await Promise.all(orders)).map((run) => run.state.lines);

    expect(lines).toEqual([
      ["packed, 4 left", "bill number 1"],
      ["packed, 3 left", "bill number 2"],
    ]);
  });

  it("changes nothing of the stock for an order that is too large", async () => {
    await using engine = createEngine();
    const failed = engine.run(orderPipeline, { id: "o-1", item: "pears", amount: 4 });
    const error = await failed.catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RunError);
    expect((error as RunError).run.span("reserve").error?.cause).toBeInstanceOf(StateError);
    const after = await engine.run(orderPipeline, { id: "o-2", item: "pears", amount: 1 });
    expect(after.span("reserve").output).toEqual({ left: 0, orders: 1 });
  });

  it("keeps each committed change on the span that made it", async () => {
    await using engine = createEngine();
    const run = await engine.run(orderPipeline, { id: "o-1", item: "apples", amount: 2 });

    expect(run.span("reserve").stateChanges).toMatchObject([
      {
        layer: "flowState",
        patches: [
          { op: "replace", path: ["stock", "apples"], value: 3 },
          { op: "add", path: ["orders", 0], value: "o-1" },
        ],
      },
    ]);
    expect(run.span("pack").stateChanges).toMatchObject([{ layer: "state" }]);
  });
});
