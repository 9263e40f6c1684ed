/** The run as seen from any function called inside it, at any depth. */
export interface RunContext {
  readonly runId: string;
  readonly workflow: string;
  /** The input of the workflow. */
  readonly input: unknown;
  /**
   * Reads by key: `.input.day`, `.output`, `.custom` of the current span, `..input` of its parent,
   * `fetchUsers.output` of another step. A missing value is undefined.
   *
   * @throws DefinitionError for a key without a dot, an unknown step, a missing parent, and keys such as `__proto__`
   */
  getData(key: string): unknown;
  /**
   * Sets a custom variable of the current span: `setData(".custom", value)`.
   *
   * @throws DefinitionError in a lambda, and for a key that is no variable of the current span
   */
  setData(key: string, value: unknown): void;
}
