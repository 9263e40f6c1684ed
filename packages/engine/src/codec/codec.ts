import { SerializationError } from "../errors/value-errors.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import { Copying } from "../state/copying.ts";
import { copyValue } from "../state/record.ts";
import { checkCodecOptions } from "./check-codec-options.ts";
import { copyToWrite } from "./copy-to-write.ts";
import type { EncodedValue } from "./encoded-value.ts";
import { readValue, writePlain, writeValue } from "./format.ts";
import { type CodecLimits, usualLimits } from "./limits.ts";
import { shortened } from "./shortened.ts";
import type { Refusal } from "./survey.ts";

/** Writes values down and reads them back as they were. */
export interface Codec {
  /**
   * Takes whatever `record` takes with the same classes, up to a size. Of an error of Stepspan it writes what can be
   * kept, labels for the rest, and never the `run` of a RunError; of a live value it writes the label.
   *
   * @param what the value in words, for the message of the error
   * @throws SerializationError for what cannot be recorded, and for what is too deep or too large
   */
  encode(value: unknown, what: string): EncodedValue;
  /**
   * For what was thrown, whatever it is: never refuses it. Errors of classes that are not registered are read back as
   * errors of the language with the same name, message, stack, cause and properties; labels stand for what cannot be
   * kept; what is too large is shortened.
   */
  encodeThrown(thrown: unknown, what: string): EncodedValue;
  /**
   * A recorded value: frozen where it can be, nobody else's. Nothing in what is read is trusted. A live value is read
   * as lost.
   *
   * @throws StoreError if it is damaged, of another format, too deep or too large, or holds a class unknown here
   */
  decode(encoded: EncodedValue, what: string): unknown;
}

/** What a codec is made with. */
export interface CodecOptions {
  /** Default: none. */
  readonly classes?: ClassRegistry;
  /** Default: 16 MiB and a million objects for each value. */
  readonly limits?: Partial<CodecLimits>;
}

/**
 * A codec for what `record` records with the same classes, and for nothing else.
 *
 * @throws DefinitionError for options that make no sense
 */
export function createCodec(options: CodecOptions = {}): Codec {
  checkCodecOptions(options);
  const classes = options.classes ?? null;
  const { maximumSize = usualLimits.maximumSize, maximumObjects = usualLimits.maximumObjects } = options.limits ?? {};
  const limits: CodecLimits = { maximumSize, maximumObjects };
  return {
    encode(value, what) {
      const plain = writePlain(value, limits); // before anything is made for the copy
      if (plain !== null) return plain;
      const { strict } = copyToWrite(what, classes, limits);
      return writeValue(copyValue(value, strict), limits, strict.refusal);
    },
    encodeThrown(thrown, what) {
      const { strict, lenient } = copyToWrite(what, classes, limits);
      return writeThrown(new Copying(lenient).copy(thrown), limits, strict.refusal);
    },
    decode: (encoded, what) => readValue(encoded, { what, classes, limits }),
  };
}

function writeThrown(copy: unknown, limits: CodecLimits, refusal: Refusal): EncodedValue {
  try {
    return writeValue(copy, limits, refusal);
  } catch (tooLarge) {
    if (!(tooLarge instanceof SerializationError)) throw tooLarge;
    return writeValue(shortened(copy, limits), limits, refusal);
  }
}
