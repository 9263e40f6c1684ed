import { failingEngine } from "./failing-engine.ts";

export const engine = failingEngine("dying", () => process.exit(3));
