import { digest, modulus } from "../cases/digest.ts";
import type { FlowCase, StepCase, SubflowCase } from "../cases/form-case.ts";
import { readsOf } from "../cases/may-happen.ts";
import { addTo, type Frame, readAll } from "./flow-frame.ts";
import { interpretStep } from "./interpret-step.ts";
import { World } from "./world.ts";

/** How a run, or a child run, ended. */
export interface FlowEnd {
  readonly status: "succeeded" | "failed";
  readonly output: unknown;
  readonly usage: number;
  readonly state: ReadonlyMap<string, number>;
}

/** What a run of a calm workflow comes to, whatever the order in which things happen. */
export function interpretRun(flow: FlowCase): FlowEnd & { readonly world: World } {
  const world = new World();
  const input = { p: 0, depth: 0 };
  const end = interpretFlow({
    flow,
    world,
    prefix: "",
    input,
    state: new Map(),
    ownsFlowState: false,
    ...nothingYet(),
  });
  return { ...end, world };
}

/** @param path of the step that runs the sub-workflow */
export function interpretChild(
  parent: Frame,
  { flow, captures, ownFlowState }: SubflowCase,
  path: string,
  input: Frame["input"],
): FlowEnd {
  const captured = captures.filter((key) => parent.state.has(key));
  const state = new Map(captured.map((key) => [`c:${key}`, parent.state.get(key)!])); // it has them
  const { world } = parent;
  return interpretFlow({ flow, world, prefix: `${path}/`, input, state, ownsFlowState: ownFlowState, ...nothingYet() });
}

function nothingYet(): Pick<Frame, "endings" | "turns"> {
  return { endings: new Map(), turns: [] };
}

function interpretFlow(frame: Frame): FlowEnd {
  const { flow, endings, state } = frame;
  for (const step of inOrder(flow)) endings.set(step.name, interpretStep(frame, step));
  const usage = [...endings.values()].reduce((sum, ending) => sum + ending.usage, 0);
  const tolerated = new Set(flow.steps.filter((step) => step.continueOnError).map(({ name }) => name));
  const isFailure = ([name, { status }]: [string, { readonly status: string }]) =>
    status === "failed" && !tolerated.has(name);
  if ([...endings].some(isFailure)) return { status: "failed", output: null, usage, state };
  if (flow.returns === null) return { status: "succeeded", output: usualOutput(frame), usage, state };
  const returned = readAll(frame, flow.returns, true);
  if (returned.kind !== "value") return { status: "failed", output: null, usage, state };
  return { status: "succeeded", output: returned.sum, usage, state };
}

/** The `on` step after all that does not depend on it, and then the rest. */
function inOrder({ steps }: FlowCase): readonly StepCase[] {
  const listener = steps.find(({ form }) => form.kind === "on");
  if (listener === undefined) return steps;
  const after = new Set([listener.name]);
  for (const step of steps) {
    const sources = [...readsOf(step).map((read) => read.step), ...step.dependsOn];
    if (sources.some((source) => after.has(source))) after.add(step.name);
  }
  after.delete(listener.name);
  const isAfter = ({ name }: StepCase) => after.has(name);
  return [...steps.filter((step) => step !== listener && !isAfter(step)), listener, ...steps.filter(isAfter)];
}

function usualOutput({ flow, endings }: Frame): unknown {
  const last = flow.steps.findLast(({ always }) => !always);
  const ending = last === undefined ? undefined : endings.get(last.name);
  return ending?.status === "succeeded" ? ending.output : null;
}

/** What a child run that succeeded gives to the step that runs it. */
export function writeBack(parent: Frame, step: StepCase, body: SubflowCase, output: unknown): unknown {
  const { writesBack, mapsOutput } = body;
  if (writesBack) {
    addTo(parent.state, `b:${step.name}`, digest(output) + 1);
    if (!parent.ownsFlowState) parent.world.addStored(`${parent.flow.name} back`, digest(output) + 1);
  }
  if (step.form.kind === "on") return { turn: digest(output) };
  return mapsOutput ? (digest(output) + 1) % modulus : output;
}
