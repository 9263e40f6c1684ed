import { useEffect, useRef, useState } from "react";

/** Work may take this share of the time. */
const share = 0.15;
const shortestRestMs = 200;

/**
 * What a function makes of something that changes often: made anew when `version` changes, but so seldom that it takes
 * but a small share of the time; at once if nothing will change soon. The function must be the same as long as it makes
 * the same of the same version.
 */
export function useResting<Result>(make: () => Result, version: string, isStill: boolean): Result {
  const [made, setMade] = useState(() => measured(make, version));
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isOther = made.make !== make;
  const current = isOther ? measured(make, version) : made;
  if (isOther) setMade(current);
  useEffect(() => {
    if (current.version === version) return;
    const wait = isStill ? 0 : Math.max(shortestRestMs, current.tookMs / share) - (performance.now() - current.at);
    rest.current = setTimeout(() => setMade(measured(make, version)), Math.max(0, wait));
    return () => clearTimeout(rest.current);
  }, [current, make, version, isStill]);
  return current.result;
}

interface Made<Result> {
  readonly make: () => Result;
  readonly version: string;
  readonly result: Result;
  readonly at: number;
  readonly tookMs: number;
}

function measured<Result>(make: () => Result, version: string): Made<Result> {
  const start = performance.now();
  const result = make();
  const at = performance.now();
  return { make, version, result, at, tookMs: at - start };
}
