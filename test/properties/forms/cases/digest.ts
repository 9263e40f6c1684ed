import type { EventData } from "./form-case.ts";

/** All numbers of these workflows are smaller. */
export const modulus = 997;

/** A number that stands for a text. */
export function numberOf(text: string): number {
  let number = 7;
  for (let at = 0; at < text.length; at++) number = (number * 31 + text.charCodeAt(at)) % modulus;
  return number;
}

/** What a read gives that is no output. */
export const numbers = { noOutput: 7, failed: 101, skipped: 102, cancelled: 103, nothing: 5, timedOut: 11 } as const;

/** A number that stands for an output, the same for lists in another order: the turns of an `on` step have none. */
export function digest(value: unknown): number {
  if (typeof value === "number") return value;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + digest(item), 1) % modulus;
  if (typeof value !== "object" || value === null) return numbers.nothing;
  if ("turn" in value) return digest(value.turn);
  if ("status" in value) return "output" in value ? digest(value.output) : numbers.failed;
  return (value as EventData).value; // nothing else is given by these workflows
}

/** An output in words: without what differs each time, and turns in an order of their own. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(shown);
    return `[${(items.some((item) => item.includes("turn")) ? items.sort() : items).join(" ")}]`;
  }
  if (typeof value !== "object" || value === null) return String(value ?? null);
  if ("turn" in value) return `turn ${shown(value.turn)}`;
  if ("status" in value) return "output" in value ? `ok ${shown(value.output)}` : "failed";
  return `event ${(value as EventData).value}`; // nothing else is given by these workflows
}

/** A path in which the turns of `on` steps have no numbers: which event comes first is a matter of luck. */
export function timelessPath(path: string): string {
  return path.replace(/(^|\/)(o\d+)\[\d+\]/g, "$1$2[*]");
}

/** What an event of this kind gives to a wait. */
export function answerOf(kind: string, path: string, wait: number): number {
  return kind === "any" || kind === "self" ? numberOf(kind) : numberOf(`${timelessPath(path)} ${wait} ${kind}`);
}

/** The value of an event that a step sends. */
export function sentBy(path: string, kind: "any" | "turn"): number {
  return kind === "any" ? numberOf("any") : numberOf(`${timelessPath(path)} turn`) % 50;
}

/** Whether the call throws. */
export function throwsAt(failRate: number, parameter: number, attempt: number): boolean {
  return (parameter * 7 + attempt * 3) % 8 < failRate;
}
