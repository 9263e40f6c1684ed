import { defineEvent, workflow } from "stepspan";
import { z } from "zod";
import { writeAnswer } from "./model.ts";

/** What a person says to a draft. */
export const verdict = defineEvent("verdict", z.object({ isApproved: z.boolean(), remark: z.string().default("") }));

const task = z.object({ question: z.string(), facts: z.array(z.string()), remark: z.string() });

/** One draft, told to listeners word by word, and what a person says to it. */
export const revision = workflow("revision", { input: task })
  .step("write", {
    params: {
      question: ({ input }) => input.question,
      facts: ({ input }) => input.facts,
      remark: ({ input }) => input.remark,
    },
    run: writeAnswer,
    collect: (words) => words.join(" "),
  })
  .wait("verdict", { event: verdict, dependsOn: ["write"] })
  .returns(({ stepSpan }) => ({ text: stepSpan("write").output, ...stepSpan("verdict").output }));
