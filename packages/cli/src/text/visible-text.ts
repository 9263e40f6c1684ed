// Control characters, marks that reverse the direction of writing, line separators and halves of surrogate pairs.
const unseen = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\p{Cs}]/gu;

/** Text of users on one line for people: what would act on a terminal is shown as `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
