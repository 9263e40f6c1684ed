import type { LoggerTransport } from "@restatedev/restate-sdk";

/** The SDK tells of each invocation that begins and ends, and of each failure that is tried again; only errors get through. */
export const quietLogger: LoggerTransport = ({ level, context }, message, ...more) => {
  if (level !== "error") return;
  const where = context === undefined ? "" : ` (${context.invocationTarget}, ${context.invocationId})`;
  console.error(`Restate${where}:`, message, ...more);
};
