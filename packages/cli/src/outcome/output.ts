import { createStyle, type Style, wantsColor } from "../text/style.ts";

/** A stream that the command line writes to. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Of the terminal, as it is now; 100 and 24 where there is none. */
  readonly columns: number;
  readonly rows: number;
  readonly style: Style;
  /** Called when the terminal has another size. @returns a function that takes the listener back */
  onResize(listener: () => void): () => void;
}

/** Takes what code of users writes to the streams of the process. */
export type TakeWritten = (bytes: Uint8Array | string, encoding?: BufferEncoding) => void;

/** Where a command writes. What it was asked for goes to `data`, all else to `notes`. */
export interface Output {
  readonly data: Sink;
  readonly notes: Sink;
  readonly environment: NodeJS.ProcessEnv;
  /** From now on the writes of users, who usually write to `notes`, go there. @returns a function that ends it */
  divert(take: TakeWritten): () => void;
  /** Called once when nobody reads `data` any more, instead of ending the process. @returns a function that ends it */
  onUnread(listener: () => void): () => void;
  /** Ends the process when all is written. */
  end(exitCode: number): Promise<never>;
}

/** A stream of the process, or what a test puts in its place. */
export type OutputStream = Pick<NodeJS.WriteStream, "write" | "on" | "off" | "isTTY" | "columns" | "rows">;

/** What of the process an output needs. */
export interface OutputProcess {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: NodeJS.ProcessEnv;
  exit(code: number): never;
}

/**
 * Takes over standard output: it has data and nothing else, so what code of users writes to it, by `console.log` for
 * example, goes to standard error.
 */
export function createOutput({ stdout, stderr, env, exit }: OutputProcess): Output {
  const [writeData, writeNotes] = [stdout.write.bind(stdout), stderr.write.bind(stderr)];
  const toNotes: TakeWritten = (bytes, encoding) => void writeNotes(bytes as string, encoding); // it takes bytes too
  let take = toNotes;
  let tellUnread = (): void => exit(0);
  stdout.on("error", () => tellUnread());
  stderr.on("error", () => undefined); // notes that nobody reads
  stdout.write = writingBy((bytes, encoding) => take(bytes, encoding));
  stderr.write = writingBy((bytes, encoding) => take(bytes, encoding));
  return {
    data: createSink(stdout, writeData, env),
    notes: createSink(stderr, writeNotes, env),
    environment: env,
    divert(other) {
      take = other;
      return () => {
        take = toNotes;
      };
    },
    onUnread(listener) {
      const before = tellUnread;
      tellUnread = listener;
      return () => {
        tellUnread = before;
      };
    },
    async end(exitCode) {
      tellUnread = () => undefined;
      const written = (write: (text: string, done: () => void) => boolean) =>
        new Promise<void>((resolve) => void write("", () => resolve()));
      await Promise.all([written(writeData), written(writeNotes)]);
      return exit(exitCode);
    },
  };
}

function createSink(stream: OutputStream, write: (text: string) => boolean, env: NodeJS.ProcessEnv): Sink {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => void write(text),
    isTerminal,
    style: createStyle(wantsColor(isTerminal, env)),
    get columns() {
      return stream.columns || 100; // some terminals say 0
    },
    get rows() {
      return stream.rows || 24;
    },
    onResize(listener) {
      stream.on("resize", listener);
      return () => void stream.off("resize", listener);
    },
  };
}

/** A `write` of a stream that gives all it gets to another function. */
function writingBy(take: TakeWritten): NodeJS.WriteStream["write"] {
  return (bytes: Uint8Array | string, ...rest: readonly unknown[]) => {
    const encoding = typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : undefined; // the callers of Node's streams
    take(bytes, encoding);
    const done = rest.find((given) => typeof given === "function");
    if (done !== undefined) queueMicrotask(() => (done as () => void)()); // a function is all it can be
    return true;
  };
}
