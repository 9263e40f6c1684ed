/** Runs the steps of shapes. Prints its port when it serves. Parameters: its name, and the sizes of the shapes with commas between. */
import { serveSteps } from "@stepspan/restate";
import { endWithInput } from "../../../packages/examples/src/cluster/end-with-input.ts";
import { shapesOf } from "./shapes.ts";

endWithInput();
const workflows = [...shapesOf(process.argv[3]!.split(",").map(Number)).values()]; // it is given
const endpoint = await serveSteps({ workflows, port: 0 });
console.log(new URL(endpoint.url).port);
