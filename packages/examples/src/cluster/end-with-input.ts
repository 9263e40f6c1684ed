/** From now on this process ends when its standard input does: with the process that started it, however that ends. */
export function endWithInput(): void {
  process.stdin.on("end", () => process.exit()).resume();
}
