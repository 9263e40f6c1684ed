/** Runs steps of a layered graph. Prints its port when it serves. Parameters: its name, the graph's seed and size, the file of the ledger. */
import { serveSteps } from "@stepspan/restate";
import { endWithInput } from "../../../packages/examples/src/cluster/end-with-input.ts";
import { createLedger } from "../../../packages/examples/src/cluster/ledger.ts";
import { layeredGraph } from "../kills/layered-graph.ts";
import { layeredWorkflow } from "../kills/layered-workflow.ts";

const [name, workflow, seed, steps, file] = process.argv.slice(2) as [string, string, string, string, string];
endWithInput();
const workflows = [layeredWorkflow(workflow, layeredGraph(Number(seed), Number(steps)))];
const endpoint = await serveSteps({ workflows, resources: { ledger: createLedger(file, name) }, port: 0 });
console.log(new URL(endpoint.url).port);
