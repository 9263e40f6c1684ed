import type fc from "fast-check";
import { type BodyCase, bodyOf, type FlowCase, type FormCase, type ReadCase, type StepCase } from "./form-case.ts";
import { canFail, isGuarded } from "./may-happen.ts";
import { type Mood, type RawFlow, type RawLink, type RawStep, rawFlow } from "./raw-flow.ts";

/** A random workflow of this mood. */
export function flowCase(mood: Mood): fc.Arbitrary<FlowCase> {
  return rawFlow(mood).map((raw) => shapeFlow(raw, "flow", { mood, captured: [] }));
}

/** What a workflow is made for. */
interface Surroundings {
  readonly mood: Mood;
  /** Keys that its state begins with. */
  readonly captured: readonly string[];
}

/** Works out the references of a workflow: each leads to an earlier step. */
function shapeFlow(raw: RawFlow, name: string, surroundings: Surroundings): FlowCase {
  const steps: StepCase[] = [];
  const raced = new Set<string>();
  for (const step of raw.steps) steps.push(shapeStep({ raw, name, steps, raced, surroundings }, step));
  const returns = raw.returns?.map((link) => readOf(link, steps)) ?? null;
  const flow = { name, steps, returns, failFast: raw.failFast, timeoutMs: raw.timeoutMs };
  if (surroundings.mood === "wild" || !raw.failFast) return flow;
  return { ...flow, failFast: !canFail(flow) };
}

interface Building {
  readonly raw: RawFlow;
  readonly name: string;
  /** Those so far. */
  readonly steps: readonly StepCase[];
  readonly raced: Set<string>;
  readonly surroundings: Surroundings;
}

function shapeStep(building: Building, raw: RawStep): StepCase {
  const { steps, surroundings } = building;
  const isCalm = surroundings.mood === "calm";
  const kind = kindOf(building, raw);
  const links = steps.length === 0 ? [] : raw.links;
  const reads = links.filter(({ isOrder }) => !isOrder).map((link) => readOf(link, steps));
  const dependsOn = links.filter(({ isOrder }) => isOrder).map(({ target }) => nameAt(steps, target));
  const name = `${kind === "on" ? "o" : "s"}${steps.length}`;
  const hasNoWork = kind === "race" || kind === "wait" || kind === "sleep";
  const always = raw.always && kind !== "on" && kind !== "race" && reads.length + dependsOn.length > 0;
  const base = {
    name,
    reads: hasNoWork || (isCalm && kind === "on") ? [] : reads,
    guard: kind === "race" || raw.guard === null || steps.length === 0 ? null : [readOf(raw.guard, steps)],
    dependsOn: kind === "race" ? [] : [...new Set([...dependsOn, ...(hasNoWork ? reads.map(({ step }) => step) : [])])],
    always,
    // A turn that fails untolerated settles an `on` step at a moment that depends on time.
    continueOnError: raw.continueOnError || (isCalm && kind === "on"),
    delayMs: raw.delayMs,
  };
  const form = shapeForm(building, raw, kind, base);
  const isFlow = "body" in form && form.body.kind === "flow";
  return {
    ...base,
    attempts: hasNoWork || isFlow ? 1 : raw.attempts,
    timeoutMs: hasNoWork || isFlow ? null : raw.timeoutMs,
    form,
  };
}

/** One `on` step is enough for a calm workflow: with two of them it would matter which settles first. */
function kindOf({ steps, raced, surroundings }: Building, raw: RawStep): RawStep["kind"] {
  const { kind } = raw;
  if (kind === "on" && surroundings.mood === "calm" && steps.some(({ form }) => form.kind === "on")) return "single";
  if (kind === "race" && membersOf(steps, raced, raw).length < 2) return "single";
  return kind;
}

function membersOf(
  steps: readonly StepCase[],
  raced: ReadonlySet<string>,
  { members, prefersGuarded }: RawStep,
): readonly string[] {
  const free = steps.filter(({ name, always }) => !always && !raced.has(name));
  const guarded = free.filter(({ guard }) => guard !== null);
  const chosen = prefersGuarded && guarded.length > 1 ? guarded : free;
  return chosen.length === 0 ? [] : [...new Set(members.map((member) => chosen[member % chosen.length]!.name))];
}

type Base = Pick<StepCase, "name" | "reads" | "dependsOn">;

function shapeForm(building: Building, raw: RawStep, kind: RawStep["kind"], base: Base): FormCase {
  const { steps, raced } = building;
  const readsOf = (link: RawLink | null) => (link === null || steps.length === 0 ? [] : [readOf(link, steps)]);
  const body = () => bodyCase(building, raw, base);
  switch (kind) {
    case "single":
      return { kind, body: body() };
    case "map":
      return { kind, body: body(), items: raw.items, overReads: readsOf(raw.overRead), concurrency: raw.concurrency };
    case "loop": {
      const { stopAt, maxIterations } = raw;
      return { kind, body: body(), stopAt, untilReads: readsOf(raw.untilRead).map(knownAfterOn(steps)), maxIterations };
    }
    case "on":
      return { kind, body: body(), concurrency: raw.concurrency, capacity: raw.capacity };
    case "race": {
      const of = membersOf(steps, raced, raw);
      for (const member of of) raced.add(member);
      return { kind, of };
    }
    case "wait":
      return { kind, event: raw.event, timeoutMs: raw.event === "never" ? raw.ms : raw.waitTimeoutMs };
    case "sleep":
      return { kind, ms: raw.ms };
    default:
      return kind satisfies never;
  }
}

function bodyCase({ raw: { isStormy }, name, steps, surroundings }: Building, raw: RawStep, base: Base): BodyCase {
  const before = new Set([...base.reads.map(({ step }) => step), ...base.dependsOn]);
  const stateKeys = [...before].flatMap((step) => [`k:${step}`, ...(isFlowNamed(steps, step) ? [`b:${step}`] : [])]);
  if (raw.subflow === null) {
    const script = isStormy ? raw.script : { ...raw.script, failRate: 0 };
    return { kind: "script", script, stateKeys: [...stateKeys, ...surroundings.captured] };
  }
  const { flow, ...crossing } = raw.subflow;
  const captured = stateKeys.map((key) => `c:${key}`);
  const child = shapeFlow(flow, `${name}/${base.name}`, { mood: surroundings.mood, captured });
  return { kind: "flow", flow: child, captures: stateKeys, ...crossing };
}

/** What a loop that sends events waits for has to be known as well, if there is an `on` step that it may depend on. */
function knownAfterOn(steps: readonly StepCase[]) {
  const isListening = steps.some(({ form }) => form.kind === "on");
  return (read: ReadCase): ReadCase => (isListening ? { ...read, known: "required" } : read);
}

function isFlowNamed(steps: readonly StepCase[], name: string): boolean {
  const step = steps.find((one) => one.name === name);
  return step !== undefined && bodyOf(step)?.kind === "flow";
}

function nameAt(steps: readonly StepCase[], target: number): string {
  return steps[target % steps.length]!.name;
}

/** The types forbid a plain read of a guarded step; most of these workflows keep to that, one in eight reads does not. */
function readOf({ target, mode, known }: RawLink, steps: readonly StepCase[]): ReadCase {
  const source = steps[target % steps.length]!;
  const isWrong = mode === "plain" && isGuarded(source) && target % 8 !== 7;
  // What depends on an `on` step has to be known before it runs: it settles when nothing else can act.
  return { step: source.name, mode: isWrong ? "default" : mode, known: source.form.kind === "on" ? "required" : known };
}
