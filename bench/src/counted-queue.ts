import type { BuiltGraph } from "./engine.ts";
import { childrenOf, type Graph } from "./shapes.ts";
import { stepInArray } from "./steps.ts";

/** What is used of a queue. */
export interface TaskQueue {
  add(task: () => Promise<void>): Promise<void>;
}

/** Counts down the parents of each step and adds it to the queue when none is left; one queue for all runs. */
export function countedQueue(graph: Graph, queue: TaskQueue): BuiltGraph {
  const { parents } = graph;
  const children = childrenOf(graph);
  return {
    run: () =>
      new Promise((resolve, reject) => {
        const values: number[] = new Array(parents.length);
        const waiting = parents.map((own) => own.length);
        let open = parents.length;
        const add = (index: number) => {
          const task = async () => {
            await stepInArray(index, parents[index]!, values);
            for (const child of children[index]!) if (--waiting[child]! === 0) add(child);
            if (--open === 0) resolve({ valueOf: (asked) => values[asked] });
          };
          queue.add(task).catch(reject);
        };
        for (const [index, own] of parents.entries()) if (own.length === 0) add(index);
      }),
  };
}
