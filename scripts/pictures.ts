/**
 * Makes the pictures of the README and the guides: examples run on a clock that is moved by hand, so that each time gives
 * the same text. `npx -y pnpm@12 pictures` writes them; a test holds the files against it.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createEngine, createPlan, type Plan, type Run, type Runnable, type StepFunction } from "@stepspan/engine";
import { createManualClock, type ManualClock } from "@stepspan/engine/testing";
import { frontPage, verdict } from "../packages/examples/src/look-at-a-run.ts";
import { sendParcel } from "../packages/examples/src/one-of-two-branches.ts";

const root = join(import.meta.dirname, "..");
const start = Date.UTC(2026, 10, 20, 6);
/** In which all that a run does without the clock is done. */
const turns = 50;
/** How long the editor thinks. */
const thinkingMs = 3 * 3_600_000 + 60_000;

/** The pictures by their files, from the root of the repository. */
export async function pictures(): Promise<ReadonlyMap<string, string>> {
  const clock = createManualClock(start);
  const parcel = { name: sendParcel.name, plan: withBodies(sendParcel.plan, parcelBodies(clock)) };
  const page = { name: frontPage.name, plan: withBodies(frontPage.plan, pageBodies(clock)) };
  const branches = await finished(clock, parcel, { weight: 2, address: "Main Street 1" }, "parcel-1");
  const waterfall = await finished(clock, page, undefined, "monday");
  return new Map([
    ["docs/pictures/branches.svg", branches.toSvg({ view: "graph" })],
    ["docs/pictures/front-page.svg", waterfall.toSvg({ view: "graph" })],
    ["docs/pictures/waterfall.svg", waterfall.toSvg({ view: "waterfall" })],
  ]);
}

/** Bodies that take their time by the clock, by the names of steps. */
type Bodies = Readonly<Record<string, StepFunction>>;

function parcelBodies(clock: ManualClock): Bodies {
  return {
    validate: after(clock, 12, () => ({ isHeavy: false })),
    byBicycle: after(clock, 340, () => "A bicycle goes to Main Street 1."),
    confirm: after(clock, 25, () => "sent"),
  };
}

function pageBodies(clock: ManualClock): Bodies {
  return {
    weather: after(clock, 90, (attempt) => {
      if (attempt === 1) throw new Error("the weather service is busy");
      return "rain";
    }),
    news: after(clock, 120, () => ["A bridge opens", "The old mill burns", "Chess comes to town"]),
    photos: after(clock, 70, () => "photo.jpg"),
    page: after(clock, 60, () => "a page"),
    print: after(clock, 110, () => "printed"),
  };
}

function after(clock: ManualClock, ms: number, result: (attempt: number) => unknown): StepFunction {
  return async (_params, { attempt }) => {
    await new Promise<void>((resolve) => {
      clock.setTimer(clock.now() + ms, resolve);
    });
    return result(attempt);
  };
}

function withBodies(plan: Plan, bodies: Bodies): Plan {
  const steps = plan.steps.map((step) => {
    const { form } = step;
    const run = bodies[step.name];
    if (run === undefined || !("body" in form)) return step;
    return { ...step, form: { ...form, body: { kind: "function" as const, run, collect: null } } };
  });
  return createPlan({ ...plan, steps });
}

/** Moves the clock from timer to timer, and answers what waits for an event when there is none. */
async function finished(clock: ManualClock, runnable: Runnable, input: unknown, runId: string): Promise<Run> {
  await using engine = createEngine({ clock, concurrency: 2 });
  const handle = engine.start(runnable, input, { runId });
  let run: Run | null = null;
  const ending = handle.result.then((result) => {
    run = result;
  });
  while (run === null) {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    const { nextTimer } = clock;
    if (nextTimer !== null) clock.advance(nextTimer - clock.now());
    else if (handle.waits.length > 0) {
      clock.advance(thinkingMs);
      await handle.send(verdict, { print: true });
    }
  }
  await ending;
  return run;
}

if (import.meta.main) {
  for (const [file, picture] of await pictures()) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), picture);
  }
}
