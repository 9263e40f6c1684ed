import { failingEngine } from "./failing-engine.ts";

export const engine = failingEngine("throwing", async ({ shape }) => {
  throw new RangeError(`no room for a ${shape}`);
});
