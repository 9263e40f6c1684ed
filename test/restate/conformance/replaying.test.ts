import { workflow } from "stepspan";
import { expect, it } from "vitest";
import { inWorldOf, tryHost } from "../../conformance/try-host.ts";
import { replayingRestate } from "./restate-hosts.ts";

tryHost(replayingRestate);

it("Restate that always replays has lambdas evaluated again at every wait, and calls no body again", () =>
  inWorldOf(replayingRestate, async ({ named, run }) => {
    const calls = { lambda: 0, body: 0 };
    let chain = workflow(named("chain")).step("step0", {
      params: {
        n: () => {
          calls.lambda++;
          return 1;
        },
      },
      run: () => ++calls.body,
    });
    for (let n = 1; n < 6; n++) {
      chain = chain.step(`step${n}` as never, {
        dependsOn: [`step${n - 1}`] as never,
        run: () => ++calls.body,
      }) as never;
    }
    expect((await run(chain)).output).toBe(6);
    expect(calls.body).toBe(6);
    expect(calls.lambda).toBeGreaterThanOrEqual(6);
  }));
