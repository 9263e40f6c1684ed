const units = ["kB", "MB", "GB", "TB", "PB"] as const;

/** A number of bytes for people, in steps of 1000: `1.2 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let [amount, unit] = [bytes / 1000, 0];
  while (amount >= 999.95 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(1)} ${units[unit]}`;
}

/** How many there are of something: `1 run`, `2,000 runs`. */
export function countText(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
