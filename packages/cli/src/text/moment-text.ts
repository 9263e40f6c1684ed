/** A moment, given in milliseconds since the epoch, to the second and in UTC: `2026-11-21T21:07:45Z`. */
export function momentText(time: number): string {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? String(time) : moment.toISOString().replace(/\.\d+Z$/, "Z");
}
