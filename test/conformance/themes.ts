import { retries, timeouts } from "./scenarios/attempts.ts";
import { children } from "./scenarios/children.ts";
import { cancels, pauses, stops } from "./scenarios/control.ts";
import { emissions, events, liveRuns } from "./scenarios/events.ts";
import { failures, finalisers } from "./scenarios/failures.ts";
import { discovered, guards } from "./scenarios/guards.ts";
import { loops, maps } from "./scenarios/items.ts";
import { borders, parameters } from "./scenarios/parameters.ts";
import { races } from "./scenarios/races.ts";
import { liveValues, resources } from "./scenarios/resources.ts";
import { limits, memos, reruns, runs, snapshots } from "./scenarios/runs.ts";
import { bodyReads, spans } from "./scenarios/spans.ts";
import { states, statesAcrossRuns } from "./scenarios/states.ts";
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
  ...[runs, reruns, limits, snapshots],
];
