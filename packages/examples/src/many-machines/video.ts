/** Stands for a program that cuts videos. */
export async function findScenes({ video }: { readonly video: string }): Promise<readonly string[]> {
  return [`${video}, start`, `${video}, end`];
}

/** Stands for a model that looks at pictures. */
export async function describeScene({ scene }: { readonly scene: string }): Promise<string> {
  return `${scene}: a cat`;
}
