import type { LoggerTransport } from "@restatedev/restate-sdk";

/** Said for each call that was under way when its server was lost; all of them are made again. */
const lostConnection = "Got abort error from connection";

/** The SDK tells of each invocation that begins and ends, and of each failure that is tried again; only errors get through. */
export const quietLogger: LoggerTransport = ({ level, context }, message, ...more) => {
  if (level !== "error" || String(message).startsWith(lostConnection)) return;
  const where = context === undefined ? "" : ` (${context.invocationTarget}, ${context.invocationId})`;
  console.error(`Restate${where}:`, message, ...more);
};
