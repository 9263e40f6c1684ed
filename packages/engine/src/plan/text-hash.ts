/**
 * A number of 52 bits that differs for different texts, as far as chance goes (cyrb53). It guards against mistakes and
 * not against attackers.
 */
export function numberOf(text: string): number {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return 2 ** 32 * (other & 0xfffff) + (one >>> 0);
}

/** The same as a short text. */
export function hashOf(text: string): string {
  return numberOf(text).toString(36);
}
