import type { StepContext } from "@stepspan/engine";

/** A call of a `run` function that stands at a door. */
export interface DoorCall {
  readonly params: unknown;
  readonly context: StepContext;
}

/** `run` functions whose calls end when the scenario says so. */
export interface Doors {
  /** A `run` function: each call stands at the door of this name until it is let out. */
  at<Output = string>(name: string): <Params>(params: Params, context: StepContext) => Promise<Output>;
  /** The call that came to a door as the n-th, counted from 1, once it is there. */
  reached(name: string, nth?: number): Promise<DoorCall>;
  /** How many calls have come to a door. */
  count(name: string): number;
  /** Lets out the call that has stood longest, once there is one, by default with the name as its output. */
  open(name: string, ...output: [output?: unknown]): Promise<void>;
  /** The same with something that the call throws, by default an error that says that the step is broken. */
  refuse(name: string, ...thrown: [thrown?: unknown]): Promise<void>;
}

interface Standing extends DoorCall {
  readonly resolve: (output: never) => void;
  readonly reject: (thrown: unknown) => void;
}

interface Door {
  readonly calls: Standing[];
  /** How many of them were let out. */
  out: number;
  /** Who waits for a call to come. */
  readonly waiting: Set<() => void>;
}

export function createDoors(): Doors {
  const doors = new Map<string, Door>();

  const doorOf = (name: string): Door => {
    const door = doors.get(name) ?? { calls: [], out: 0, waiting: new Set() };
    doors.set(name, door);
    return door;
  };

  const callOf = async (name: string, index: number): Promise<Standing> => {
    const door = doorOf(name);
    for (;;) {
      const call = door.calls[index];
      if (call !== undefined) return call;
      await new Promise<void>((resolve) => door.waiting.add(resolve));
    }
  };

  return {
    at: (name) => (params, context) => {
      const door = doorOf(name);
      return new Promise((resolve, reject) => {
        door.calls.push({ params, context, resolve, reject });
        for (const wake of door.waiting) wake();
        door.waiting.clear();
      });
    },
    reached: (name, nth = 1) => callOf(name, nth - 1),
    count: (name) => doorOf(name).calls.length,
    async open(name, ...output) {
      const call = await callOf(name, doorOf(name).out++);
      call.resolve((output.length === 0 ? name : output[0]) as never); // a scenario knows what its step gives
    },
    async refuse(name, ...thrown) {
      const call = await callOf(name, doorOf(name).out++);
      call.reject(thrown.length === 0 ? new Error(`${name} is broken`) : thrown[0]);
    },
  };
}
