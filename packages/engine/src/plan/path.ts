/** These build paths (`outer/inner[3]`, `loop#2`), so in a name they are written as in a URL. */
const reserved = /[/[\]#%]/g;

/** The path of a step at the top of its workflow. Different names have different paths. */
export function pathOf(name: string): string {
  return name.replace(reserved, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Of a path the step at the top of the workflow: itself, or what the item, the iteration or the step below belongs to. */
export function topOf(path: string): string {
  const end = path.search(/[/[#]/);
  return end === -1 ? path : path.slice(0, end);
}
