import { createEngine, type RunSnapshot } from "stepspan";
import { describe, expect, it, vi } from "vitest";
import { contract, signature } from "./pause-and-resume.ts";

const print = vi.spyOn(console, "log").mockImplementation(() => {});

describe("contract", () => {
  it.each([["buyer", "seller"] as const, ["seller", "buyer"] as const])(
    "is filed when the %s has signed and then the %s",
    async (...order) => {
      await using engine = createEngine();
      const handle = engine.start(contract, { house: "Main Street 1" });
      for (const by of order) await handle.send(signature, { by });

      expect((await handle.result).output).toBe("the contract for Main Street 1 is signed and filed");
    },
  );

  it("goes on in another engine where it was, and is not drawn up again", async () => {
    print.mockClear();
    const first = createEngine();
    const begun = first.start(contract, { house: "Main Street 1" });
    await begun.send(signature, { by: "seller" });
    const text = JSON.stringify(await begun.snapshot());
    await first.close();

    await using second = createEngine({ workflows: [contract] });
    const handle = second.resume(JSON.parse(text) as RunSnapshot); // it is one
    await handle.send(signature, { by: "buyer" });
    const run = await handle.result;

    expect(run.runId).toBe(begun.runId);
    expect(run.output).toBe("the contract for Main Street 1 is signed and filed");
    expect(print).toHaveBeenCalledTimes(1);
  });
});
