import { hash } from "node:crypto";

/** The checksum before the first event of a run: it binds the chain to the run's id. */
export function chainStart(runId: string): string {
  return hash("sha256", `stepspan run\n${JSON.stringify(runId)}`, "base64url");
}

/** The checksum of a row: of its content, and through the one before it of all rows of the run up to here. */
export function chained(before: string, json: string, blobs: readonly Uint8Array[]): string {
  // JSON has no line breaks, so that no other content reads the same.
  const hashes = blobs.length === 0 ? "" : blobs.map((blob) => hash("sha256", blob, "base64url")).join();
  return hash("sha256", `${before}\n${hashes}\n${json}`, "base64url");
}

/** The checksum of a state. */
export function checksumOfState(key: string, version: number, json: string): string {
  return hash("sha256", `${key}\n${version}\n${json}`, "base64url");
}

/** The checksum of an output that can be used again. */
export function checksumOfMemo(key: string, expiresAt: number | null, json: string): string {
  return hash("sha256", `${key}\n${expiresAt}\n${json}`, "base64url");
}

/** The checksum of how long the steps of a version of a workflow took. */
export function checksumOfDurations(key: string, json: string): string {
  return hash("sha256", `durations\n${key}\n${json}`, "base64url");
}
