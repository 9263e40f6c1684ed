import { describe, expect, it } from "vitest";
import { note, unmeasured } from "./measurement.ts";
import { headingOf, type Session, sessionOf, sessionText } from "./session.ts";

const engine = unmeasured("odd");
const cell = { shape: "chain", size: 10, runs: 1 } as const;
note(engine, 0, { kind: "failure", cell, failure: { kind: "crash", message: "exit code 3" } });

const session: Session = {
  ...{ form: "short", rounds: 2, seconds: 90, date: "2026-11-21", machine: "2 × some processor" },
  ...{ loads: [0.4, 1.2], cells: [cell], engines: [engine] },
};

describe("a session of the benchmark", () => {
  it("is read as it was written", () => {
    expect(sessionOf(sessionText(session))).toEqual(session);
  });

  it("says when and where it was", () => {
    expect(headingOf(session)).toBe(
      "Short form, 2 rounds, 90 s, 2026-11-21.\n2 × some processor. Load of the machine: 0.4 before, 1.2 at the end; the benchmark's own is 1.",
    );
  });

  it("says that other programs disturbed it", () => {
    expect(headingOf({ ...session, form: "full", rounds: 1, loads: [5, 1] })).toBe(
      "Full form, 1 round, 90 s, 2026-11-21.\n2 × some processor. Load of the machine: 5.0 before, 1.0 at the end; the benchmark's own is 1.\n**Other programs were at work: times of the clock are too long, and some time-outs theirs.**",
    );
  });
});
