/**
 * Prints what chained workflows of growing length add to `tsc`, in several styles of writing. Ends with 1, and with what
 * the compiler said, if it finds an error in one of them, such as a type that is excessively deep.
 *
 * `--lengths 50,100,200,400,800 --style <one of them> --compiler <path of another tsc>`
 */
import { parseArgs } from "node:util";
import { chainProgram, chainStyles } from "../test/compiling/chain-programs.ts";
import { type Compiled, compileProgram, pinnedCompiler } from "../test/compiling/compile-program.ts";

type Style = keyof typeof chainStyles;

const repetitions = 3;
const { values } = parseArgs({
  options: {
    lengths: { type: "string", default: "50,100,200,400,800" },
    style: { type: "string", default: Object.keys(chainStyles).join(",") },
    compiler: { type: "string", default: pinnedCompiler },
  },
});
const lengths = values.lengths.split(",").map(Number);

for (const style of values.style.split(",")) {
  if (style in chainStyles) printStyle(style as Style);
  else throw new Error(`There is no style "${style}". Give one of: ${Object.keys(chainStyles).join(", ")}.`);
}

function printStyle(style: Style): void {
  const without = measure(style, 1);
  console.log(`\n${style}: tsc takes ${Math.round(without.milliseconds)} ms for one step. A chain adds:\n`);
  console.log("steps |     time | per step | instantiations | per step |   types");
  for (const length of lengths) {
    const cost = measure(style, length);
    const added = cost.milliseconds - without.milliseconds;
    const instantiations = cost.instantiations - without.instantiations;
    const cells = [
      String(length).padStart(5),
      `${added.toFixed(0)} ms`.padStart(8),
      `${(added / length).toFixed(2)} ms`.padStart(8),
      String(instantiations).padStart(14),
      (instantiations / length).toFixed(0).padStart(8),
      String(cost.types - without.types).padStart(7),
    ];
    console.log(cells.join(" | "));
  }
}

/** The fastest of some: other programs on the machine only make it slower. */
function measure(style: Style, length: number): Compiled {
  const program = chainProgram(style, length);
  const all = Array.from({ length: repetitions }, () => compileProgram(program, values.compiler));
  const best = all.reduce((fastest, one) => (one.milliseconds < fastest.milliseconds ? one : fastest));
  if (best.errors.length > 0) {
    const [first] = best.errors;
    console.error(
      `${length} steps in the style ${style} do not type-check: ${best.errors.length} errors, first:\n${first}`,
    );
    process.exitCode = 1;
  }
  return best;
}
