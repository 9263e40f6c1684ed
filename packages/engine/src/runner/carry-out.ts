import type { RunAttempts } from "../attempts/run-attempts.ts";
import type { Command } from "../core/commands.ts";
import type { Fact } from "../core/facts.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { stateAt } from "../core/units.ts";
import type { Evaluation } from "../evaluation/evaluator.ts";
import { finishRun } from "./finish-run.ts";
import type { Frames } from "./frames.ts";
import type { Memos } from "./memos.ts";
import type { RunHost } from "./run-host.ts";
import type { Timers } from "./timers.ts";

export interface Commands {
  /** Does what the core asks for; what comes of it is posted to the loop. */
  carryOut(command: Command): void;
  /** Whether lambdas are being evaluated whose schemas are asynchronous, or a memo is being looked for. */
  isEvaluating(): boolean;
}

/** What commands are carried out with. `memos`: null if no step of the run is memoised. */
export interface CommandParts {
  readonly host: RunHost;
  readonly frames: Frames;
  readonly attempts: RunAttempts;
  readonly timers: Timers;
  readonly memos: Memos | null;
}

export function createCommands({ host, frames, attempts, timers, memos }: CommandParts): Commands {
  const { loop, root, resources } = host;
  let open = 0;

  /** What the lambdas of a step gave, once the resources of its child run are open and its memo has been looked for. */
  const factOf = (state: CoreState, evaluation: Evaluation): Fact | Promise<Fact> => {
    const opened = evaluation.outcome.kind === "child" ? resources.openChild(state, evaluation) : evaluation;
    if (opened instanceof Promise) return opened.then((done) => memoised(state, done));
    return memoised(state, opened);
  };

  const memoised = (state: CoreState, evaluation: Evaluation): Fact | Promise<Fact> =>
    memos === null ? evaluation : memos.lookUp(state, evaluation);

  /** A step that was stopped in the same turn is not evaluated any more. */
  const evaluate = (path: string, index: number) => {
    const state = stateAt(root, path);
    if (state.phases[index] !== Phase.evaluating) return;
    const evaluation = frames.of(state).evaluator.evaluate(path, index);
    const fact =
      evaluation instanceof Promise ? evaluation.then((done) => factOf(state, done)) : factOf(state, evaluation);
    if (!(fact instanceof Promise)) return loop.post(fact);
    open++;
    void fact.then((found) => {
      open--;
      loop.post(found);
    });
  };

  const askWhere = ({ path, wait, sent }: Extract<Command, { type: "ask-where" }>) => {
    const event = [...root.tree.channels.values()].flatMap(({ asking }) =>
      asking?.sent.sequence === sent ? [asking.sent] : [],
    )[0];
    const answer = event === undefined ? null : attempts.ask(path, wait, event.data, sent);
    if (answer !== null) loop.post({ type: "where-answered", path, wait, sent, answer });
  };

  const carryOut = (command: Command): void => {
    switch (command.type) {
      case "evaluate":
        return evaluate(command.path, command.index);
      case "queue-attempt":
        return attempts.queue(command.path, command.index);
      case "withdraw-attempt":
        return attempts.withdraw(command.path);
      case "call-step":
        return attempts.call(command.path, command.index, command.attempt);
      case "resume-attempt":
        return attempts.resume(command.path, command.attempt);
      case "park-attempt":
        return attempts.giveBackSlot(command.path);
      case "abort-attempt":
        return attempts.abort(command.path, command.because);
      case "close-attempt":
        return attempts.close(command.path, command.index);
      case "ask-where":
        return askWhere(command);
      case "set-timer":
        return timers.set(command.timer, command.at);
      case "clear-timer":
        return timers.clear(command.timer);
      case "finish":
        return finishRun(host, frames, command.path);
      case "settle":
        throw new Error("Bug: a settlement left the loop.");
      default:
        command satisfies never;
    }
  };

  return { carryOut, isEvaluating: () => open > 0 };
}
