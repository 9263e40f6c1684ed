import { createEngine, memoryStore } from "@stepspan/engine";
import { serveStudio } from "../../packages/studio/src/index.ts";

// Prints "open", "closed" and how its stream ended, and has to end by itself then.
const store = memoryStore();
const engine = createEngine({ store });
const studio = await serveStudio({ engine, store, workflows: [] });
const answer = await fetch(`${studio.url}/api/changes`);
const reader = answer.body!.getReader(); // a stream has a body
await reader.read();
console.log("open");
const rest = async (): Promise<null> => {
  for (;;) {
    const { done } = await reader.read().catch(() => ({ done: true }));
    if (done) return null;
  }
};
const ended = rest();
await studio.close();
await engine.close();
console.log("closed");
console.log(await ended);
