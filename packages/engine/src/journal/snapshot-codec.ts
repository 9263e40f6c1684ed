import { type Codec, createCodec } from "../codec/codec.ts";
import type { ClassRegistry } from "../state/class-registry.ts";

/** The codec of snapshots, for the classes of an engine. */
export function codecOf(classes: ClassRegistry | null): Codec {
  return createCodec(classes === null ? {} : { classes });
}
