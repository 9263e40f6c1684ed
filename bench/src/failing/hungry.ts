import { failingEngine } from "./failing-engine.ts";

export const engine = failingEngine("hungry", async () => {
  const held: unknown[] = [];
  for (;;) held.push({ one: held.length });
});
