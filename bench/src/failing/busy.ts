import { failingEngine } from "./failing-engine.ts";

export const engine = failingEngine("busy", async () => {
  for (;;);
});
