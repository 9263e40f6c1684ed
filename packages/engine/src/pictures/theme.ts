import type { SpanStatus } from "../spans/span.ts";

/** The colours of pictures: of the ground, of texts and lines, and for each status that of its sign and of its ground. */
export interface Theme {
  readonly ground: string;
  readonly border: string;
  readonly box: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly data: string;
  readonly guard: string;
  readonly order: string;
  /** Arrows that a run did not take. */
  readonly untaken: string;
  readonly critical: string;
  readonly slot: string;
  readonly retry: string;
  readonly statuses: Readonly<Record<SpanStatus, readonly [sign: string, ground: string]>>;
}

export const light: Theme = {
  ...{ ground: "#ffffff", border: "#d8dee4", box: "#f6f8fa", text: "#1f2328", muted: "#59636e", faint: "#e4e8ec" },
  ...{
    data: "#57606a",
    guard: "#8250df",
    order: "#9a6700",
    untaken: "#c8d1da",
    critical: "#bf3989",
    slot: "#d4a72c",
    retry: "#e5534b",
  },
  statuses: {
    pending: ["#818b98", "#f6f8fa"],
    waiting: ["#9a6700", "#fff8e1"],
    running: ["#0969da", "#e8f2fe"],
    suspended: ["#8250df", "#f5effd"],
    succeeded: ["#1f883d", "#eaf7ee"],
    failed: ["#cf222e", "#ffeeec"],
    skipped: ["#818b98", "#f6f8fa"],
    cancelled: ["#bc4c00", "#fff2e6"],
  },
};

export const dark: Theme = {
  ...{ ground: "#0d1117", border: "#30363d", box: "#161b22", text: "#e6edf3", muted: "#9198a1", faint: "#21262d" },
  ...{
    data: "#8b949e",
    guard: "#bc8cff",
    order: "#d29922",
    untaken: "#3d444d",
    critical: "#f778ba",
    slot: "#bb8009",
    retry: "#f85149",
  },
  statuses: {
    pending: ["#6e7681", "#161b22"],
    waiting: ["#d29922", "#272115"],
    running: ["#4493f8", "#12233b"],
    suspended: ["#ab7df8", "#211a32"],
    succeeded: ["#3fb950", "#12261a"],
    failed: ["#f85149", "#2d1618"],
    skipped: ["#6e7681", "#161b22"],
    cancelled: ["#db6d28", "#2b1d12"],
  },
};
