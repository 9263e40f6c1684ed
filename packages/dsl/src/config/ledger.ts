import { DefinitionError } from "@stepspan/engine";
import { placeOfWorkflow } from "../checks/place.ts";
import { quoted } from "../checks/show-value.ts";
import type { PartKind } from "./parts.ts";

/** What is noticed while a workflow is written as a configuration. */
export interface Ledger {
  /** Notes what cannot be written. @param place for example `step "merge", parameter "users"` */
  refuse(place: string, reason: string): void;
  /** Gives a part its name. One name is one part: another part of the same name is refused. */
  claim(kind: PartKind, name: string, part: unknown, place: string): string;
  /** @throws DefinitionError that lists all that was refused, if anything was */
  close(workflow: string): void;
}

interface Claim {
  readonly part: unknown;
  readonly place: string;
}

const nouns: Readonly<Record<PartKind, string>> = {
  handlers: "function",
  conditions: "condition",
  lambdas: "lambda",
  schemas: "schema",
  resources: "resource",
};

export function createLedger(): Ledger {
  const refusals: string[] = [];
  const claims = new Map<string, Claim>();
  const refuse = (place: string, reason: string) => {
    refusals.push(`${place}: ${reason}`);
  };

  return {
    refuse,
    claim(kind, name, part, place) {
      const key = `${kind} ${name}`;
      const other = claims.get(key);
      if (other === undefined) claims.set(key, { part, place });
      else if (other.part !== part) {
        refuse(
          place,
          `another ${nouns[kind]} has the name ${quoted(name)} too, at ${other.place}. Rename one of them.`,
        );
      }
      return name;
    },
    close(workflow) {
      if (refusals.length === 0) return;
      const reasons = refusals.length === 1 ? "this reason" : `these ${refusals.length} reasons`;
      const list = refusals.map((refusal) => `\n- ${refusal}`).join("");
      throw new DefinitionError(`${placeOfWorkflow(workflow)} has no configuration form, for ${reasons}:${list}`);
    },
  };
}
