/**
 * One entry of a trace: a slice (`X`), the start (`s`) or the end (`f`) of an arrow between two slices, or a name for a
 * process or a thread (`M`). Times are microseconds after the start of the run.
 */
export type ChromeTraceEvent =
  | {
      readonly ph: "X";
      readonly name: string;
      readonly cat: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly args: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ph: "s" | "f";
      readonly name: string;
      readonly cat: string;
      readonly id: number;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      /** An arrow ends at the slice around that time. */
      readonly bp?: "e";
    }
  | {
      readonly ph: "M";
      readonly name: "process_name" | "process_sort_index" | "thread_name";
      readonly pid: number;
      readonly tid: number;
      readonly args: Readonly<Record<string, string | number>>;
    };

/**
 * A run in the Trace Event Format, as plain JSON that Perfetto and the browsers' own viewers open.
 *
 * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export interface ChromeTrace {
  readonly traceEvents: readonly ChromeTraceEvent[];
  readonly displayTimeUnit: "ms";
  readonly otherData: Readonly<Record<string, string>>;
}
