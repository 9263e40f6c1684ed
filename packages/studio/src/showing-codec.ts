import { type Codec, type CodecOptions, createCodec, SerializationError } from "@stepspan/engine";

/**
 * Writes values for a page, which has none of the program's classes: labels stand for their instances, and what is too
 * large is shortened. All that it writes is read back by `createCodec()`.
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
