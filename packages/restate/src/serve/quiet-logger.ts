import type { LoggerTransport } from "@restatedev/restate-sdk";

/** Said for each call that was under way when its server, or its endpoint, was lost; all of them are made again. */
const ofLostCalls = /^(?:Got abort error from connection|Error while handling request: Error: write after end)/;

/** The SDK tells of each invocation that begins and ends, and of each failure that is tried again; only errors get through. */
export const quietLogger: LoggerTransport = ({ level, context }, message, ...more) => {
  if (level !== "error" || ofLostCalls.test(String(message))) return;
  const where = context === undefined ? "" : ` (${context.invocationTarget}, ${context.invocationId})`;
  console.error(`Restate${where}:`, message, ...more);
};
