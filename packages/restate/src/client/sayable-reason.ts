import type { Codec } from "@stepspan/engine";

/** The reason of a cancel may be anything; what cannot be written is told in words. */
export function sayableReason(reason: unknown, codec: Codec): unknown {
  const what = "The reason of a cancel";
  return codec.decode(codec.encodeThrown(reason, what), what);
}
