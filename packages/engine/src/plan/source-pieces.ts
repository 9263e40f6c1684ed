/** The end of a string that begins here, or of the source if it has none. */
export function endOfQuoted(source: string, from: number): number {
  const quote = source[from];
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === quote) return at + 1;
  }
  return source.length;
}

/** The same for a template literal; what it embeds may hold others. */
export function endOfTemplate(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length) {
    if (source[at] === "`") return at + 1;
    if (source[at] === "\\") at += 2;
    else if (source[at] === "$" && source[at + 1] === "{") at = endOfEmbedded(source, at + 2);
    else at++;
  }
  return source.length;
}

/** The end of a regular expression, its flags apart. A slash without another one on its line is a division. */
export function endOfPattern(source: string, from: number): number {
  let isInClass = false;
  for (let at = from + 1; at < source.length && source[at] !== "\n"; at++) {
    const character = source[at];
    if (character === "\\") at++;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) return at + 1;
  }
  return from + 1;
}

function endOfEmbedded(source: string, from: number): number {
  let open = 1;
  let at = from;
  while (at < source.length) {
    const character = source[at];
    if (character === '"' || character === "'") at = endOfQuoted(source, at);
    else if (character === "`") at = endOfTemplate(source, at);
    else {
      if (character === "{") open++;
      else if (character === "}") open--;
      at++;
      if (open === 0) return at;
    }
  }
  return source.length;
}
