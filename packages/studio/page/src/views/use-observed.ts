import { useSyncExternalStore } from "react";
import type { Observed } from "../model/observed.ts";

/** The value as it is; the component is drawn again when it changes. */
export function useObserved<Value>(observed: Observed<Value>): Value {
  return useSyncExternalStore(observed.subscribe, observed.get);
}
