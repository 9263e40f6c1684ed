import { type AnyWorkflow, defineEvent, type Engine, type EngineOptions, type RunHandle, workflow } from "stepspan";
import { z } from "zod";

type Values = Readonly<Record<string, unknown>>;

/** How secrets come into a run: under the name of a secret, or in the middle of free text. */
export interface Canaries {
  readonly redact: NonNullable<EngineOptions["redact"]>;
  /** Under which canaries are put. */
  readonly name: string;
  /** A message for an error, a log or a cancel. */
  text(entry: string): string;
  /** A secret for one entry of a run. */
  canary(entry: string): string;
  /** All entries that were asked for. */
  readonly entries: ReadonlySet<string>;
}

function canariesOf(parts: Pick<Canaries, "redact" | "name">, text: (canary: () => string) => string): Canaries {
  const entries = new Set<string>();
  const canary = (entry: string) => {
    entries.add(entry);
    return `~canary ${entry}~`;
  };
  return { ...parts, canary, text: (entry) => text(() => canary(entry)), entries };
}

export function namedCanaries(): Canaries {
  return canariesOf({ redact: { keys: ["password"] }, name: "password" }, () => "it failed");
}

export function writtenCanaries(): Canaries {
  const redact = { texts: (text: string) => text.replaceAll(/~canary [^~]*~/g, "(gone)") };
  return canariesOf({ redact, name: "note" }, (canary) => `it failed with ${canary()}, alas`);
}

const told = defineEvent("told");
const asked = defineEvent("asked");
const anything = z.looseObject({});

/** A workflow of all kinds of step, with a canary in each entry. */
export function everything({ name, canary, text }: Canaries): AnyWorkflow {
  const put = (entry: string): Values => ({
    [name]: canary(entry),
    list: [new Map([[name, canary(`${entry} in a map`)]])],
  });
  const errorOf = (entry: string) =>
    Object.assign(new RangeError(text(`${entry} message`), { cause: put(`${entry} cause`) }), put(`${entry} error`));

  const child = workflow("child", { input: anything, flowState: anything }).step("inner", {
    run: async (_, context) => {
      context.state.set(name, canary("child state"));
      await context.flowState.set(name, canary("child flow state"));
      return put("child output");
    },
  });

  return workflow("everything", { flowState: anything })
    .step("work", {
      params: { [name]: canary("parameter"), given: ({ input }) => input },
      keepInState: ["given"],
      retry: { attempts: 2 },
      run: async (_: Values, context) => {
        if (context.attempt === 1) throw errorOf("first attempt");
        context.state.set(name, put("state"));
        context.state.merge(name, { [`more ${name}`]: 1, [name]: canary("state, merged") });
        context.state.set("list", []);
        context.state.append("list", put("state, appended"));
        context.state.update((draft) => {
          draft.late = put("state, in a draft");
        });
        context.stepState.set("login", put("step state"));
        await context.flowState.set("login", put("flow state"));
        await context.flowState.transaction((draft) => {
          draft[name] = canary("flow state, in a draft");
        });
        context.span.set(name, canary("variable"));
        context.span.set("login", put("part of a variable"));
        context.usage.add(name, 1);
        context.log.info(text("log"), put("fields of a log"));
        context.log.error("in an error", { error: errorOf("log") });
        context.send(told, put("event from a step"));
        context.emit(told, put("emitted event"));
        return { [name]: canary("output"), error: errorOf("output"), bytes: new Uint8Array(8) };
      },
    })
    .on("heard", { event: told, params: { heard: ({ event }) => event }, run: () => put("output of on") })
    .wait("answer", { event: asked, timeout: 60_000 })
    .map("each", { over: [put("item")], params: { item: ({ item }) => item }, run: () => put("output of an item") })
    .loop("again", {
      params: { previous: ({ previous }) => previous },
      run: () => put("output of an iteration"),
      until: ({ iteration }) => iteration === 2,
      maxIterations: 2,
    })
    .step("stream", {
      run: async function* () {
        yield put("item of a stream");
      },
    })
    .subflow("below", {
      dependsOn: ["work"],
      workflow: child,
      params: { [name]: canary("input of a child") },
      capture: { state: () => put("captured state"), flowState: () => put("captured flow state") },
    })
    .step("broken", {
      continueOnError: true,
      params: { deep: { [name]: canary("parameter of a failure") } },
      run: () => {
        throw errorOf("failure");
      },
    })
    .returns(() => put("returned")) as AnyWorkflow;
}

/** A run that a step stops, with a canary in its output. */
function stopped({ name, canary }: Canaries): AnyWorkflow {
  return workflow("stopped").step("end", { run: (_, context) => context.stop({ [name]: canary("stop") }) });
}

class Refused extends Error {}

/** A run that fails on an error of a class of its own. */
function failed({ name, canary, text }: Canaries): AnyWorkflow {
  return workflow("failed").step("fail", {
    run: () => {
      const own = Object.assign(new Refused(text("own class")), { [name]: canary("own class") });
      throw new AggregateError(name === "note" ? [own, canary("thrown text")] : [own], text("many errors"));
    },
  });
}

/** A run that waits until it is cancelled, and throws then. */
function cancelled({ name, canary, text }: Canaries, onCall: () => void): AnyWorkflow {
  return workflow("cancelled").step("wait", {
    run: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        const error = Object.assign(new Error(text("abort")), { [name]: canary("abort") });
        signal.addEventListener("abort", () => reject(error));
        onCall();
      }),
  });
}

/** Lets runs with canaries in all entries come to their end. */
export async function runCanaries(
  engine: Engine,
  canaries: Canaries,
  onStart: (handle: RunHandle) => void,
): Promise<readonly RunHandle[]> {
  const { name, canary, text } = canaries;
  const put = (entry: string) => ({ [name]: canary(entry) });
  const called = Promise.withResolvers<void>();
  const workflows = [
    ...[everything(canaries), stopped(canaries), failed(canaries)],
    cancelled(canaries, () => called.resolve()),
  ];
  const handles = workflows.map((workflow) => engine.start(workflow, put("input"), { metadata: put("metadata") }));
  for (const handle of handles) onStart(handle);
  await called.promise;
  handles[3]?.cancel(Object.assign(new Error(text("reason")), put("reason")));
  await handles[0]?.send(asked, put("answer"));
  await Promise.allSettled(handles.map(({ result }) => result));
  return handles;
}
