import { workflow } from "stepspan";

console.log("printed while it is imported");
export const broken = workflow("broken").step("a", { run: () => 1 });

throw new Error("no connection to \u001b[2J");
