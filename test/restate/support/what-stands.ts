import { onTestFailed } from "vitest";
import type { SharedServer } from "./shared-server.ts";

interface Invocation {
  readonly id: string;
  readonly target: string;
  readonly status: string;
  readonly retry_count?: number;
  readonly last_failure?: string;
}

interface Entry {
  readonly entry_type: string;
  readonly name?: string;
}

/** If the test fails, perhaps because its time was over, says what the server has open, and how far that came. */
export function tellWhatStands({ query }: SharedServer): void {
  onTestFailed(async () => {
    const columns = "id, target, status, retry_count, last_failure";
    const open = await query<Invocation>(`select ${columns} from sys_invocation where status <> 'completed'`);
    for (const { id, target, status, retry_count = 0, last_failure = "no failure" } of open) {
      const entries = await query<Entry>(`select entry_type, name from sys_journal where id = '${id}' order by index`);
      const journal = entries.map(({ entry_type, name }) => `${entry_type}${name ? ` ${name}` : ""}`).join(", ");
      console.error(`${target} is ${status}, tried ${retry_count} times (${last_failure}); its journal: ${journal}`);
    }
    if (open.length === 0) console.error("The server has nothing open.");
  });
}
