import { createEngine } from "stepspan";
import { readAndAnswer, type Verdict } from "./person.ts";
import { assistant } from "./workflow.ts";

/** What the person says to the first draft, and to the second. */
const verdicts: Verdict[] = [{ isApproved: false, remark: "too short" }, { isApproved: true }];

await using engine = createEngine();
const handle = engine.start(assistant, { question: "What do rolls cost?" });
await readAndAnswer(handle, {
  hears: (word) => process.stdout.write(`${word} `),
  says() {
    const verdict = verdicts.shift() ?? { isApproved: true };
    console.log(`\n> ${verdict.isApproved ? "yes" : verdict.remark}`);
    return verdict;
  },
});
const run = await handle.result;
console.log(run.output);
