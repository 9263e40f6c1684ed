import { failingEngine } from "./failing-engine.ts";

export const engine = failingEngine("never done", () => new Promise(() => {}));
