import { retries, timeouts } from "./scenarios/attempts.ts";
import { bodyReads } from "./scenarios/body-reads.ts";
import { borders } from "./scenarios/borders.ts";
import { cancels, stops } from "./scenarios/cancels.ts";
import { children } from "./scenarios/children.ts";
import { discovered } from "./scenarios/discovered-reads.ts";
import { emissions } from "./scenarios/emissions.ts";
import { events } from "./scenarios/events.ts";
import { failures } from "./scenarios/failures.ts";
import { finalisers } from "./scenarios/finalisers.ts";
import { guards } from "./scenarios/guards.ts";
import { limits, pools } from "./scenarios/limits.ts";
import { liveRuns } from "./scenarios/live-runs.ts";
import { loops } from "./scenarios/loops.ts";
import { maps } from "./scenarios/maps.ts";
import { names } from "./scenarios/names.ts";
import { parameters } from "./scenarios/parameters.ts";
import { pauses } from "./scenarios/pauses.ts";
import { races } from "./scenarios/races.ts";
import { liveValues, resources } from "./scenarios/resources.ts";
import { memos, reruns, snapshots } from "./scenarios/reuse.ts";
import { runs } from "./scenarios/runs.ts";
import { spans } from "./scenarios/spans.ts";
import { states } from "./scenarios/states.ts";
import { statesAcrossRuns } from "./scenarios/states-across-runs.ts";
import { values } from "./scenarios/values.ts";
import { sleeps, waits } from "./scenarios/waits.ts";
import type { Theme } from "./theme.ts";

/** All that every host does. */
export const themes: readonly Theme[] = [
  ...[parameters, borders, guards, discovered],
  ...[failures, finalisers, retries, timeouts],
  ...[maps, loops, races, children],
  ...[states, statesAcrossRuns],
  ...[waits, sleeps, events, liveRuns, emissions],
  ...[pauses, cancels, stops],
  ...[spans, bodyReads],
  ...[resources, liveValues, values, memos],
  ...[runs, reruns, snapshots, limits, pools, names],
];
