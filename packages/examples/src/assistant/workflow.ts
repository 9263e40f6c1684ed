import { workflow } from "stepspan";
import { z } from "zod";
import { revision } from "./revision.ts";
import { searchManual, searchNotes } from "./sources.ts";

/** Looks in two places at once, and drafts an answer until a person approves of it, at most three times. */
export const assistant = workflow("assistant", { input: z.object({ question: z.string() }) })
  .step("notes", { params: { question: ({ input }) => input.question }, run: searchNotes })
  .step("manual", { params: { question: ({ input }) => input.question }, run: searchManual })
  .loop("draft", {
    params: {
      question: ({ input }) => input.question,
      facts: ({ stepSpan }) => [...stepSpan("notes").output, ...stepSpan("manual").output],
      remark: ({ previous }) => previous?.remark ?? "",
    },
    run: revision,
    until: ({ output }) => output.isApproved,
    maxIterations: 3,
  })
  .step("send", {
    when: ({ stepSpan }) => stepSpan("draft").output.isApproved,
    params: { text: ({ stepSpan }) => stepSpan("draft").output.text },
    run: ({ text }) => `Sent: ${text}`,
  })
  .returns(({ stepSpan }) => stepSpan("send", { default: null })?.output ?? "Nobody approved, so nothing was sent.");
