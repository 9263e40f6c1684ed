import type { ClassRegistry } from "../state/class-registry.ts";
import { copyForm, decodeInstance, type InstanceCopier } from "../state/instance-copies.ts";
import { type AsideKind, textOf } from "./aside.ts";

/** An instance of a registered class as it is written: its class by name, and what its `encode` gave. */
export class EncodedInstance {
  readonly className: string;
  readonly form: unknown;

  constructor(className: string, form: unknown) {
    this.className = className;
    this.form = form;
  }
}

/** Puts what is written in the place of the instances of registered classes. */
export function instanceEncoder(classes: ClassRegistry | null): InstanceCopier {
  return (source, parts) => {
    const type = classes?.classOf(source) ?? null;
    return type === null ? null : new EncodedInstance(type.name, copyForm(type, source, parts));
  };
}

/** An instance of a class that is registered under the same name where it is read. */
export const instanceAside: AsideKind<EncodedInstance> = {
  name: "instance",
  describe: ({ className, form }) => ({ facts: [className], parts: [["form", form]] }),
  restore({ facts, parts: [entry], form, classNamed, refusal }) {
    const className = textOf(facts[0]);
    const type = classNamed(className);
    if (type !== null) return decodeInstance(type, form(entry?.[1]), { refusal });
    throw refusal(
      `is an instance of the class ${JSON.stringify(className)}, which is not registered here`,
      "Register the class under this name with registerClass.",
    );
  },
};
