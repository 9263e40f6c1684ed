import { workflow } from "stepspan";

export const resources = { greeting: "hello" };

/** The same name twice, and a default. */
export const one = workflow("twin").step("one", { run: () => 1 });
export const other = workflow("twin").step("other", { run: () => 2 });

const usual = workflow("usual").step("greet", {
  run: (_, { resources }) => {
    console.log("printed by a step");
    return resources.require("greeting");
  },
});
// biome-ignore lint/style/noDefaultExport: what a user may write
export default usual;
