import type { Expression, Statement } from "./random-lambdas.ts";

/** How a statement can end other than by reaching its end. */
type Leaving = "return" | "break" | "continue" | "throw";

/** Thrown by the interpreter to leave the statements of the lambda. */
class Leave {
  readonly how: Leaving;

  constructor(how: Leaving) {
    this.how = how;
  }
}

const mostRounds = 2;
const returnsInput: Statement = { type: "return", value: { type: "input" } };

/**
 * The steps that a made up lambda reads, once for each way through it: every test may go either way, and inside of a try
 * block with a catch whatever can throw may throw.
 *
 * @returns null if there are more ways than that
 */
export function outcomesOf(body: readonly Statement[], mostWays: number): ReadonlySet<string>[] | null {
  const outcomes: ReadonlySet<string>[] = [];
  for (let script: boolean[] | null = []; script !== null; ) {
    if (outcomes.length === mostWays) return null;
    const way = new WayThrough(script);
    way.follow(body);
    outcomes.push(way.reads);
    script = nextScript(way.choices);
  }
  return outcomes;
}

/** Counts in binary: the last choice that was no becomes yes. */
function nextScript(choices: readonly boolean[]): boolean[] | null {
  const last = choices.lastIndexOf(false);
  return last === -1 ? null : [...choices.slice(0, last), true];
}

/** An interpreter that makes its choices by a script, and then says no. */
class WayThrough {
  readonly reads = new Set<string>();
  readonly choices: boolean[] = [];
  readonly #script: readonly boolean[];
  #catching = 0;
  #loops = 0;
  #blocks = 0;

  constructor(script: readonly boolean[]) {
    this.#script = script;
  }

  follow(body: readonly Statement[]): void {
    this.#until(["return", "throw"], () => this.#run(body));
  }

  #choose(): boolean {
    const choice = this.#script[this.choices.length] ?? false;
    this.choices.push(choice);
    return choice;
  }

  /** Anything that the reading takes for possible to throw. */
  #mayThrow(): void {
    if (this.#catching > 0 && this.#choose()) throw new Leave("throw");
  }

  #until(ends: readonly Leaving[], run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof Leave) || !ends.includes(error.how)) throw error;
    }
  }

  #run(body: readonly Statement[]): void {
    for (const statement of body) this.#step(statement);
  }

  #step(statement: Statement): void {
    switch (statement.type) {
      case "evaluate":
        return this.#evaluate(statement.value);
      case "return":
      case "throw":
        this.#evaluate(statement.value);
        throw new Leave(statement.type);
      case "break":
        if (this.#blocks > 0) throw new Leave("break");
        return;
      case "continue":
        if (this.#loops > 0) throw new Leave("continue");
        return;
      case "if":
        this.#evaluate(statement.test);
        return this.#run(this.#choose() ? statement.yes : statement.no);
      case "while":
      case "doWhile":
      case "forOf":
        return this.#inBlock(1, () => this.#until(["break"], () => this.#repeat(statement)));
      case "switch":
        this.#evaluate(statement.on);
        return this.#inBlock(0, () => this.#until(["break"], () => this.#switch(statement)));
      case "try":
        return this.#try(statement);
    }
  }

  #repeat({ type, head, body }: Extract<Statement, { type: "while" | "doWhile" | "forOf" }>): void {
    if (type !== "doWhile") this.#evaluate(head);
    if (type === "forOf") this.#mayThrow();
    for (let round = 0; round < mostRounds; round++) {
      if (type !== "doWhile" && !this.#choose()) return;
      this.#until(["continue"], () => this.#run(body));
      if (type !== "forOf") this.#evaluate(head);
      if (type === "doWhile" && !this.#choose()) return;
    }
  }

  #switch({ cases, hasDefault }: Extract<Statement, { type: "switch" }>): void {
    let taken = cases.findIndex((_, index) => (hasDefault && index === cases.length - 1) || this.#choose());
    if (taken === -1) taken = cases.length;
    for (const body of cases.slice(taken)) this.#run(body);
  }

  #try({ body, handler, finalizer }: Extract<Statement, { type: "try" }>): void {
    try {
      if (handler === null) return this.#run(body);
      const outer = this.#catching;
      let isCaught = false;
      this.#catching += 1;
      try {
        this.#run(body);
      } catch (error) {
        if (!(error instanceof Leave) || error.how !== "throw") throw error;
        isCaught = true;
      } finally {
        this.#catching = outer;
      }
      if (isCaught) this.#run(handler);
    } finally {
      this.#run(finalizer);
    }
  }

  #evaluate(expression: Expression): void {
    switch (expression.type) {
      case "read":
        this.reads.add(expression.step);
        return this.#mayThrow();
      case "input":
        return this.#mayThrow();
      case "list":
        this.#mayThrow();
        for (const part of expression.parts) this.#evaluate(part);
        return this.#mayThrow();
      case "ternary":
        this.#evaluate(expression.test);
        return this.#evaluate(this.#choose() ? expression.yes : expression.no);
      case "logical":
        this.#evaluate(expression.left);
        if (this.#choose()) this.#evaluate(expression.right);
        return;
      case "chain":
        this.#evaluate(expression.holder);
        if (!this.#choose()) return;
        this.#evaluate(expression.key);
        return this.#mayThrow();
      case "call":
        this.#outside(() => this.#until(["return"], () => this.#run([...expression.body, returnsInput])));
        return this.#mayThrow();
    }
  }

  #inBlock(loops: number, run: () => void): void {
    this.#loops += loops;
    this.#blocks += 1;
    try {
      run();
    } finally {
      this.#loops -= loops;
      this.#blocks -= 1;
    }
  }

  /** The body of a function can leave none of the loops around it. */
  #outside(run: () => void): void {
    const [loops, blocks] = [this.#loops, this.#blocks];
    this.#loops = 0;
    this.#blocks = 0;
    try {
      run();
    } finally {
      this.#loops = loops;
      this.#blocks = blocks;
    }
  }
}
