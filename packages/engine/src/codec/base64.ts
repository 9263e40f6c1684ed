/** Bytes for one call of `btoa`: a multiple of three, so that the texts can be put together. */
const bytesAtOnce = 0x6000;
/** Characters for one call of `atob`. */
const charactersAtOnce = 0x8000;

/** Bytes as text, in any JavaScript engine. */
export function toBase64(bytes: Uint8Array): string {
  const texts: string[] = [];
  for (let start = 0; start < bytes.length; start += bytesAtOnce) {
    texts.push(btoa(String.fromCharCode(...bytes.subarray(start, start + bytesAtOnce))));
  }
  return texts.join("");
}

/** The bytes of a text; null if it is not base64 as `toBase64` writes it. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let start = 0, at = 0; start < text.length; start += charactersAtOnce) {
    const binary = atob(text.slice(start, start + charactersAtOnce));
    for (let index = 0; index < binary.length; index++) bytes[at++] = binary.charCodeAt(index);
  }
  return bytes;
}
