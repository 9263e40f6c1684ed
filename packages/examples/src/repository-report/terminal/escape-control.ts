// Control characters, marks that reverse the direction of writing, line separators and halves of surrogate pairs.
const unsafe = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\p{Cs}]/gu;

/** Text that may come from anyone, safe to print: what would act on the terminal is shown by its number. */
export function escapeControl(text: string): string {
  return text.replace(unsafe, (sign) => {
    const number = sign.charCodeAt(0).toString(16);
    return number.length > 2 ? `\\u${number.padStart(4, "0")}` : `\\x${number.padStart(2, "0")}`;
  });
}
