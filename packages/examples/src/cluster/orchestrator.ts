/** A process that decides what runs next. Prints its port when it serves. */
import { serveWorkflows } from "@stepspan/restate";
import { endWithInput } from "./end-with-input.ts";
import { wordReport } from "./word-report.ts";

endWithInput();
const endpoint = await serveWorkflows({ workflows: [wordReport], port: 0 });
console.log(new URL(endpoint.url).port);
