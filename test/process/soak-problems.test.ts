import { describe, expect, it } from "vitest";
import type { LeftBehind, Sample } from "./many-runs.ts";
import { type HeapLimits, heapCourse, soakProblems } from "./soak-problems.ts";

const plan = { runs: 50, samples: 5, keepEvents: null, exitMs: 100 };
const limits: HeapLimits = { warmUpRuns: 20, spreadBytes: 3_000_000, bytesPerRun: 1000 };
const closed = { unexpected: {}, warnings: [], listeners: 0, alive: [], processListeners: 0 };

function samplesOf(...heaps: readonly number[]): Sample[] {
  return heaps.map((heapBytes, index) => ({
    ...{ runs: (index + 1) * 10, heapBytes, listeners: 0 },
    ...{ wallMicroseconds: 1, processorMicroseconds: 1 },
  }));
}

function problemsWith(left: Partial<LeftBehind>): readonly string[] {
  const samples = samplesOf(1, 1_000_000, 1_002_000, 1_001_000, 1_000_000);
  const wide = [{ steps: 1000, listenersInside: 1 }];
  return soakProblems({ samples, wide, closed, end: 0, stderr: "", ...left }, plan, limits);
}

describe("the problems of a soak", () => {
  it("are none when the heap is flat after the warm-up, and nothing is left", () => {
    expect(problemsWith({})).toEqual([]);
  });

  it("are a heap that moves too far, and one that grows with every run", () => {
    expect(problemsWith({ samples: samplesOf(1, 5_000_000, 1_000_000, 1_000_000, 5_000_000) })).toEqual([
      "The heap was between 1.0 MB and 5.0 MB after the first 20 runs, more than 3.0 MB apart.",
    ]);
    expect(problemsWith({ samples: samplesOf(1, 1_000_000, 1_020_000, 1_040_000, 1_060_000) })).toEqual([
      "The heap grew by 2000.0 bytes with each run, more than 1000: something of every run is kept.",
    ]);
  });

  it("are listeners that stay", () => {
    const samples = samplesOf(1, 1, 1, 1, 1).map((sample) => ({ ...sample, listeners: sample.runs === 30 ? 2 : 0 }));
    expect(problemsWith({ samples, wide: [{ steps: 1000, listenersInside: 1000 }] })).toEqual([
      "The caller's signal had 2 listeners after 30 runs were over, not 0.",
      "The caller's signal had 1000 listeners during a run of 1000 steps at once, not 1.",
    ]);
  });

  it("are what closed engines leave, and warnings", () => {
    const left = { unexpected: { "plain: failed": 2 }, warnings: ["MaxListenersExceededWarning: 11 abort listeners"] };
    expect(problemsWith({ closed: { ...left, listeners: 1, alive: ["Timeout"], processListeners: 3 } })).toEqual([
      "2 runs ended otherwise: plain: failed.",
      "Node warned: MaxListenersExceededWarning: 11 abort listeners",
      "The caller's signal has 1 listeners after the engines were closed.",
      "The process has 3 listeners after the engines were closed.",
      "The closed engines keep the process alive: Timeout.",
    ]);
  });

  it("are a process that does not exit by itself, or not well", () => {
    expect(problemsWith({ end: "SIGKILL" })).toEqual([
      "The process had not exited 100 ms after its engines were closed.",
    ]);
    expect(problemsWith({ end: 13, stderr: "stalled" })).toEqual([
      "The process ended with 13, not 0.",
      "The process complained:\nstalled",
    ]);
    expect(problemsWith({ samples: samplesOf(1, 1), closed: null, end: 134, stderr: "out of memory" })).toEqual([
      "The process ended (134) after 20 of 50 runs. It complained:\nout of memory",
    ]);
  });
});

describe("the course of the heap", () => {
  it("is that of the samples after the warm-up", () => {
    const { smallestBytes, largestBytes, bytesPerRun } = heapCourse(samplesOf(9000, 100, 300, 500), 20);
    expect([smallestBytes, largestBytes]).toEqual([100, 500]);
    expect(bytesPerRun).toBeCloseTo(20);
  });

  it("needs three samples", () => {
    expect(() => heapCourse(samplesOf(1, 2, 3), 20)).toThrow(
      "2 samples follow the warm-up of 20 runs. Make more runs, or more samples: a course needs 3.",
    );
  });
});
