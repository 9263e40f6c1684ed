import { constants, open } from "node:fs/promises";

const smallestPiece = 4 * 1024;
const largestPiece = 64 * 1024;

// Whatever has taken the file's place since it was listed: a link is not followed, a pipe does not block.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Something that is not a regular file stands where one was listed. */
export class NotARegularFileError extends Error {}

/**
 * The first `limit` bytes of a file, piece by piece. Each piece is valid until the next one is asked for.
 *
 * @throws NotARegularFileError for a folder, a pipe or a device; a system error for what cannot be read
 */
export async function* readChunks(
  path: string,
  { signal, limit = Number.POSITIVE_INFINITY }: { readonly signal: AbortSignal; readonly limit?: number },
): AsyncGenerator<Uint8Array> {
  await using file = await open(path, openFlags);
  const stats = await file.stat();
  if (!stats.isFile()) throw new NotARegularFileError(`${JSON.stringify(path)} is not a regular file.`);

  const buffer = Buffer.allocUnsafe(Math.min(largestPiece, Math.max(smallestPiece, stats.size)));
  let left = limit;
  while (left > 0) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left));
    if (bytesRead === 0) return;
    left -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** True for errors that say that a file cannot be read; false for mistakes and for a cancel. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof NotARegularFileError || (error instanceof Error && "syscall" in error);
}
