type WithoutUndefined<Members> = {
  [Key in keyof Members as undefined extends Members[Key] ? never : Key]: Members[Key];
} & { [Key in keyof Members as undefined extends Members[Key] ? Key : never]?: Exclude<Members[Key], undefined> };

/** Leaves out the members that are undefined, as JSON does. */
export function withoutUndefined<Members extends object>(members: Members): WithoutUndefined<Members> {
  const written = Object.entries(members).filter(([, member]) => member !== undefined);
  return Object.fromEntries(written) as WithoutUndefined<Members>; // the same keys, those of undefined left out
}
