import { visibleText } from "@stepspan/engine/reading";

/** Text of users on one line: what cannot be seen in it is written as an escape, and its direction stays its own. */
export function Text({ children }: { readonly children: string }) {
  return <bdi>{visibleText(children)}</bdi>;
}
