/** A value that is passed as it is, made with `literal`. */
export interface Literal<out Value> {
  readonly "~literal": Value;
}
