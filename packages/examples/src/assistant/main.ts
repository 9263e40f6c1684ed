import { createEngine } from "stepspan";
import { verdict } from "./revision.ts";
import { assistant } from "./workflow.ts";

/** What the person says to the first draft, and to the second. */
const verdicts = [{ isApproved: false, remark: "too cold" }, { isApproved: true }];

await using engine = createEngine();
const handle = engine.start(assistant, { question: "What do rolls cost?" });
for await (const event of handle.events) {
  if (event.type === "event-emitted") process.stdout.write(`${event.data} `);
  if (event.type !== "wait-started") continue;
  const given = verdicts.shift() ?? { isApproved: true };
  console.log(`\n> ${given.isApproved ? "yes" : given.remark}`);
  await handle.send(verdict, given, { to: event.path });
}
const run = await handle.result;
console.log(run.output);
