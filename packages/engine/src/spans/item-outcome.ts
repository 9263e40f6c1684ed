/** What came of one item of a map whose failures are tolerated. */
export type ItemOutcome<Output = unknown> =
  | { readonly status: "succeeded"; readonly output: Output }
  | { readonly status: "failed"; readonly error: Error };
