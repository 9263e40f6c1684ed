import { workflow } from "stepspan";

/** Its step names a queue. */
export const limited = workflow("limited").step("call", { queue: "api", run: () => "called" });
