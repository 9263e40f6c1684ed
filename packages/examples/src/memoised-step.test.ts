import { createEngine } from "stepspan";
import { expect, it, vi } from "vitest";
import { site } from "./memoised-step.ts";

it("translates each text once, whichever run needs it", async () => {
  const asked = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await using engine = createEngine();
  await engine.run(site, { pages: ["Welcome", "Prices"], to: "de" });
  const second = await engine.run(site, { pages: ["News", " Prices"], to: "de" });
  expect(asked).toHaveBeenCalledTimes(3);
  asked.mockRestore();

  expect(second.output).toBe("News (de)\nPrices (de)");
  const sources = second.span("translate").items.map(({ reusedFrom }) => reusedFrom?.path ?? null);
  expect(sources).toEqual([null, "translate[1]"]);
});
