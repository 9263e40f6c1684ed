/**
 * Runs on a file that becomes full, and prints how each of them ended. Then there is room again: with "same" in the same
 * process, where each run that stopped is resumed; else another process recovers all.
 * Parameters: file of runs, file of notes, how many pages the file may have beyond those it has; "recover" in place of
 * the number; "same".
 */
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { type AnyWorkflow, createEngine, type RunHandle, type StepContext, workflow } from "stepspan";
import { openDatabase } from "../../../packages/sqlite/src/open-database.ts";
import { createStoreOn } from "../../../packages/sqlite/src/store-on-database.ts";
import { noteCall } from "./note-call.ts";
import { print } from "./print.ts";

const [path = "", notes = "", task = "", then] = process.argv.slice(2);
const stopped: string[] = [];

let filling: AnyWorkflow = workflow("filling");
for (let index = 0; index < 12; index++) {
  filling = filling.step(`step${index}`, {
    ...(index % 3 > 0 && { dependsOn: [`step${index - 1}`] }),
    run: (_params: object, context: StepContext) => {
      noteCall(notes, context);
      return `${index} `.repeat(300);
    },
  });
}

function engineOn(store: SqliteStore) {
  return createEngine({ store, workflows: [filling], leaseTerm: "1s", concurrency: 8 });
}

async function follow({ runId, result }: RunHandle): Promise<void> {
  const end = await result.then(
    ({ status }) => ({ runId, status, name: null, message: null }),
    ({ name, message }: Error) => ({ runId, status: null, name, message }),
  );
  if (end.status === null) stopped.push(runId);
  print(end);
}

async function recover(): Promise<void> {
  const store = sqliteStore(path);
  await using engine = engineOn(store);
  const { handles, refused } = await engine.recover();
  print({ refused: refused.length });
  await Promise.all(handles.map(follow));
}

async function fill(): Promise<void> {
  const database = openDatabase(path, "process");
  const store = createStoreOn(database, path, { classes: null, maximumValueSize: 2 ** 20 });
  const pages = Object.values(database.prepare("PRAGMA page_count").get()!)[0];
  database.exec(`PRAGMA max_page_count = ${Number(pages) + Number(task)}`);
  const engine = engineOn(store);
  const ids = Array.from({ length: 10 }, (_, number) => `run-${number}`);
  await Promise.all(ids.map((runId) => follow(engine.start(filling, undefined, { runId }))));
  if (then === "same") {
    database.exec("PRAGMA max_page_count = 100000");
    for (const { runId } of await engine.runs.list({ status: "running" })) await follow(await engine.resume(runId));
  }
  await engine.close({ runs: "leave" });
  store.close();
}

await (task === "recover" ? recover() : fill());
