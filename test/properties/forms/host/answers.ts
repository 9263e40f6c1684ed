import type { OpenWait } from "@stepspan/engine";
import { answerOf } from "../cases/digest.ts";
import type { EventKind } from "../cases/form-case.ts";
import type { EngineLife } from "./engine-life.ts";

/** What the host can do about the waits that are open: answer each once, and before that with what its `where` refuses. */
export function answerWaits(life: EngineLife, nextSerial: () => number): readonly (() => void)[] {
  const open = life.handle.waits.filter(
    ({ event }) => event !== null && event !== "never" && !event.startsWith("self"),
  );
  const fresh = open.filter((wait) => !life.answered.has(keyOf(wait)));
  // What was meant for one wait for `any` event may have gone to another one.
  const waits = fresh.length > 0 ? fresh : open.filter(({ event }) => event === "any");
  return waits.flatMap((wait) => answersTo(life, wait, nextSerial));
}

function answersTo(life: EngineLife, wait: OpenWait, nextSerial: () => number): readonly (() => void)[] {
  const kind = wait.event as EventKind; // these workflows have no others
  const send = (answered: string, key: string, value: number, to?: string) => {
    const serial = nextSerial();
    life.answered.set(answered, serial);
    life.send(kind, { value, key, serial, depth: 0 }, to);
  };
  const answer = (to?: string) => () => {
    if (kind !== "any" && life.answered.has(keyOf(wait))) return;
    send(keyOf(wait), wait.path, answerOf(kind, wait.path, wait.wait), to);
  };
  const wrong = `wrong ${keyOf(wait)}`;
  const refuse = (to?: string) => () => {
    if (!life.answered.has(wrong)) send(wrong, "wrong", 0, to);
  };
  switch (kind) {
    case "any":
      return [answer()];
    case "mine":
      return [answer(wait.path)];
    case "picky":
      return life.answered.has(wrong) ? [answer(wait.path)] : [refuse(wait.path), answer(wait.path)];
    case "keyed":
      return life.answered.has(wrong) ? [answer(), answer(wait.path)] : [refuse(), answer(), answer(wait.path)];
    default:
      return [];
  }
}

function keyOf({ path, wait }: OpenWait): string {
  return `${path} ${wait}`;
}
