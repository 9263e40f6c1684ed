import { type Codec, type CodecOptions, createCodec, SerializationError } from "@stepspan/engine";

/**
 * Writes values for a page: labels stand for instances of classes that are not given, and what is too large is
 * shortened. A page reads the others by a codec that has a class for every name.
 */
export function createShowingCodec(options: CodecOptions = {}): Codec {
  const codec = createCodec(options);
  return {
    ...codec,
    encode(value, what) {
      try {
        return codec.encode(value, what);
      } catch (thrown) {
        if (!(thrown instanceof SerializationError)) throw thrown;
        return codec.encodeThrown(value, what);
      }
    },
  };
}
