/** Of one part of a path: an item, an iteration, a turn. */
const suffix = /\[\d+\]$|#\d+$/;

/** The path of the step that something belongs to: `outer/fetch` for `outer[2]/fetch#1`. */
export function stepPathOf(path: string): string {
  return path
    .split("/")
    .map((part) => part.replace(suffix, ""))
    .join("/");
}

/** Whether a path is at a place, in which a step without a number stands for all of its items: `fetch[3]` is at `fetch`. */
export function isAt(place: string, path: string): boolean {
  const [wanted, found] = [place.split("/"), path.split("/")];
  return (
    wanted.length === found.length &&
    wanted.every((part, at) => part === found[at] || part === found[at]!.replace(suffix, "")) // as long as wanted
  );
}

/** Whether a path is the one above, or lies below it. */
export function isWithin(above: string, path: string): boolean {
  return path === above || ["/", "[", "#"].some((sign) => path.startsWith(above + sign));
}
