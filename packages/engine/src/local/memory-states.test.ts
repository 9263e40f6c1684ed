import { describe, expect, it } from "vitest";
import { memoryStates } from "./memory-states.ts";
import { memoryStore } from "./memory-store.ts";

const flow = { workflow: "w", step: null };

describe("memoryStates", () => {
  it("gives nothing, of version 0, for what was never written", () => {
    expect(memoryStates().read(flow)).toEqual({ values: {}, version: 0 });
  });

  it("gives what was written, with a version that grows by 1", () => {
    const states = memoryStates();
    expect([states.write(flow, 0, { a: 1 }), states.write(flow, 1, { a: 2 })]).toEqual([true, true]);
    expect(states.read(flow)).toEqual({ values: { a: 2 }, version: 2 });
  });

  it("refuses to write over another version", () => {
    const states = memoryStates();
    states.write(flow, 0, { a: 1 });
    expect([states.write(flow, 0, { a: 2 }), states.write(flow, 2, { a: 2 })]).toEqual([false, false]);
    expect(states.read(flow)).toEqual({ values: { a: 1 }, version: 1 });
  });

  it("keeps keys apart, whatever the names hold", () => {
    const states = memoryStates();
    const keys = [flow, { workflow: "w", step: "null" }, { workflow: "w", step: "" }, { workflow: '["w', step: 'x"]' }, { workflow: "w,x", step: null }]; // biome-ignore format: one line
    for (const [at, key] of keys.entries()) states.write(key, 0, { at });
    expect(keys.map((key) => states.read(key))).toEqual(keys.map((_, at) => ({ values: { at }, version: 1 })));
  });

  it("are part of a memory store, each with its own", () => {
    const [first, second] = [memoryStore(), memoryStore()];
    first.states.write(flow, 0, { a: 1 });
    expect(second.states.read(flow)).toEqual({ values: {}, version: 0 });
  });
});
