import { MissingResourceError } from "../errors/resource-errors.ts";
import type { GivenResources } from "./merge-levels.ts";
import { missingResource } from "./missing-resource.ts";
import { checkResourceName } from "./resource-name.ts";

/** What a factory sees of the other resources. */
export interface FactoryResources<Declared extends object = Readonly<Record<string, unknown>>> {
  /** @throws MissingResourceError for a resource that is made later */
  get<Key extends keyof Declared & string>(key: Key): Declared[Key] | undefined;
  get<Key extends keyof Declared & string, Fallback>(key: Key, fallback: Fallback): Declared[Key] | Fallback;
  /** @throws MissingResourceError if it is not there, or is made later */
  require<Key extends keyof Declared & string>(key: Key): Declared[Key];
}

/** Which factory asks, and in what surroundings. */
export interface AskingFactory {
  /** The name of the resource that it makes. */
  readonly name: string;
  readonly workflow: string;
  readonly isChild: boolean;
  /** What is there so far. */
  readonly byName: ReadonlyMap<string, unknown>;
  /** What is there already, and what is still to be made. */
  readonly declared: GivenResources;
}

/** `resources` of a factory's scope. */
export function createFactoryResources(asking: AskingFactory): FactoryResources {
  const { name, workflow, isChild, byName, declared } = asking;
  const factory = `The factory of resource ${JSON.stringify(name)} of workflow ${JSON.stringify(workflow)}`;
  const has = (key: string): boolean => {
    checkResourceName(key, factory);
    if (byName.has(key)) return true;
    if (declared.has(key)) throw madeLater(factory, name, key);
    return false;
  };
  return Object.freeze({
    get: (key: string, fallback?: unknown) => (has(key) ? byName.get(key) : fallback),
    require(key: string) {
      if (has(key)) return byName.get(key);
      throw missingResource(`${factory} requires`, key, { names: [...byName.keys()], isChild });
    },
  });
}

function madeLater(factory: string, name: string, asked: string): MissingResourceError {
  const resource = JSON.stringify(asked);
  if (asked === name) {
    return new MissingResourceError(
      asked,
      `${factory} asks for resource ${resource}, which it is to make itself. A resource replaces the one of the same name below it: give the other one another name.`,
    );
  }
  return new MissingResourceError(
    asked,
    `${factory} asks for resource ${resource}, which is made later. Factories are called in the order written, those of the engine first, then those of the workflow, then those of the run: write ${resource} before ${JSON.stringify(name)}.`,
  );
}
