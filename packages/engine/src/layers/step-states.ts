import { type CellHome, StepCell } from "./step-cell.ts";

/** The values of all steps in this process. */
export interface StepStates {
  /** The values of a step; a promise if they have to be read first and the store needs one. @throws StoreError */
  open(workflow: string, step: string): StepCell | Promise<StepCell>;
  /** Counts a call of a step's `run`, without reading its values. */
  countCall(workflow: string, step: string): void;
  /** Waits until all changes and counts are written. @throws StoreError (rejects), the first one, when all were tried */
  flush(): Promise<void>;
}

/** One cell for each step of a workflow, whatever the number of runs. */
export function createStepStates(home: CellHome): StepStates {
  const workflows = new Map<string, Map<string, StepCell>>();
  /** Those that may have something to write. */
  const touched = new Set<StepCell>();

  const cellOf = (workflow: string, step: string): StepCell => {
    const cells = getOrMake(workflows, workflow, () => new Map<string, StepCell>());
    return getOrMake(cells, step, () => {
      const cell: StepCell = new StepCell(home, { workflow, step }, () => touched.add(cell));
      return cell;
    });
  };

  return {
    open: (workflow, step) => {
      const cell = cellOf(workflow, step);
      const loading = cell.load();
      return loading instanceof Promise ? loading.then(() => cell) : cell;
    },
    countCall: (workflow, step) => cellOf(workflow, step).countCall(),
    flush: async () => {
      const cells = [...touched];
      touched.clear();
      const outcomes = await Promise.allSettled(cells.map((cell) => cell.flush()));
      for (const cell of cells) if (!cell.isWritten) touched.add(cell);
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },
  };
}

function getOrMake<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
