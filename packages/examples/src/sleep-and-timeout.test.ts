import { testRun } from "@stepspan/vitest";
import { StepTimeoutError } from "stepspan";
import { describe, expect, it } from "vitest";
import { invite, reply } from "./sleep-and-timeout.ts";

const day = 24 * 3_600_000;

describe("invite", () => {
  it("reminds after a day and gives up after two more", async () => {
    const run = await testRun(invite, { input: { guest: "Ada" } });

    expect(run.span("remind").startedAt).toBe(day);
    expect(run.span("reply").error).toBeInstanceOf(StepTimeoutError);
    expect(run.finishedAt).toBe(3 * day);
    expect(run.output).toBe("no answer");
  });

  it("notes what the guest says", async () => {
    const run = await testRun(invite, {
      input: { guest: "Ada" },
      mocks: {
        remind: (_, { send }) => {
          send(reply, { guest: "Ada", comes: true });
          return "Do you come?";
        },
      },
    });

    expect(run.output).toBe("comes");
    expect(run.finishedAt).toBe(day);
  });
});
