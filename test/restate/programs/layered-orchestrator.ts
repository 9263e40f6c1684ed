/** Decides in runs of a layered graph. Prints its port when it serves. Parameters: its name, that of the workflow, the graph's seed and size. */
import { serveWorkflows } from "@stepspan/restate";
import { endWithInput } from "../../../packages/examples/src/cluster/end-with-input.ts";
import { layeredGraph } from "../kills/layered-graph.ts";
import { layeredWorkflow } from "../kills/layered-workflow.ts";

const [, workflow, seed, steps] = process.argv.slice(2) as [string, string, string, string];
endWithInput();
const workflows = [layeredWorkflow(workflow, layeredGraph(Number(seed), Number(steps)))];
const endpoint = await serveWorkflows({ workflows, port: 0 });
console.log(new URL(endpoint.url).port);
