import { readChunks } from "./read-chunks.ts";

/** How much of a file is read as text, in bytes. */
export const textLimit = 1024 * 1024;

/** The beginning of a text file. */
export interface TextFile {
  readonly text: string;
  /** True if the file may go on after `text`. */
  readonly truncated: boolean;
}

/** Reads up to `textLimit` bytes as UTF-8; null for a binary file. @throws as `readChunks` does */
export async function readText(path: string, signal: AbortSignal): Promise<TextFile | null> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of readChunks(path, { signal, limit: textLimit })) {
    if (isBinary(chunk)) return null;
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
  }
  return { text, truncated: bytes === textLimit };
}

/** True if a piece of a file has a NUL byte, which no text has. */
export function isBinary(piece: Uint8Array): boolean {
  return piece.includes(0);
}
