// @ts-nocheck: TypeScript is told elsewhere to take only what Node can strip
import { workflow } from "stepspan";
import { greeting } from "./without-extension";

enum Size {
  Small = "small",
  Large = "large",
}

/** Node alone cannot read this file: it has an enum, and an import without an extension. */
export const sized = workflow("sized")
  .step("size", { run: () => Size.Large })
  .step("say", {
    params: { size: ({ stepSpan }) => stepSpan("size").output },
    run: ({ size }) => `${greeting}, ${size}`,
  });
