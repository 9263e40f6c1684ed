/** What a person wrote where a value is wanted. */
export type WrittenValue =
  | { readonly isValid: true; readonly value: unknown }
  | { readonly isValid: false; readonly problem: string };

/** The value of a text: JSON, or, where it does not look like JSON, the text itself. Empty: undefined. */
export function jsonOf(text: string): WrittenValue {
  const trimmed = text.trim();
  if (trimmed === "") return { isValid: true, value: undefined };
  try {
    return { isValid: true, value: JSON.parse(trimmed) as unknown };
  } catch (error) {
    if (!/^[[{"]/.test(trimmed)) return { isValid: true, value: trimmed };
    return { isValid: false, problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
