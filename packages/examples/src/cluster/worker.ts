/** A process that runs steps. Prints its port when it serves. Parameters: its name, the file of the ledger. */
import { serveSteps } from "@stepspan/restate";
import { endWithInput } from "./end-with-input.ts";
import { createLedger } from "./ledger.ts";
import { wordReport } from "./word-report.ts";

const [name, file] = process.argv.slice(2) as [string, string];
endWithInput();
const resources = { ledger: createLedger(file, name) };
const streams = 1000; // a balancer of calls is in front of it
const endpoint = await serveSteps({ workflows: [wordReport], resources, port: 0, concurrency: 8, streams });
console.log(new URL(endpoint.url).port);
