import type { Serde } from "@restatedev/restate-sdk";
import { type Codec, fromJson, toJson } from "@stepspan/engine";

/** How messages of a kind go over the wire: whatever the codec can write, as text. */
export function wireOf<Message>(codec: Codec, what: string): Serde<Message> {
  return {
    contentType: "application/json",
    serialize: (message) => new TextEncoder().encode(JSON.stringify(toJson(codec.encode(message, what)))),
    deserialize: (bytes) => codec.decode(fromJson(JSON.parse(new TextDecoder().decode(bytes)), what), what) as Message, // the same wire wrote it
  };
}
