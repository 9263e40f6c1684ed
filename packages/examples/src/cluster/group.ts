import type { Balancer } from "./balancer.ts";
import { type Member, startMember } from "./member.ts";

/** Processes that do the same behind one address. */
export interface Group extends AsyncDisposable {
  readonly url: string;
  /** Those that run. */
  readonly members: readonly Member[];
  /** Starts one more. Resolves when it serves. */
  join(): Promise<Member>;
  /** Ends one as a crash does. */
  kill(member: Member): Promise<void>;
  /** The one that has the most to do; undefined if none has anything. */
  busiest(): Member | undefined;
}

export interface GroupOptions {
  /** Of its members, with a number. */
  readonly name: string;
  /** The path of its file. */
  readonly program: string;
  readonly parameters: readonly string[];
  readonly size: number;
  readonly balancer: Balancer;
}

/** Starts a group with so many members, and resolves when they serve. The balancer ends with it. */
export async function startGroup({ name, program, parameters, size, balancer }: GroupOptions): Promise<Group> {
  const members = new Set<Member>();
  let started = 0;
  const join = async () => {
    const member = await startMember(`${name} ${++started}`, program, parameters);
    members.add(member);
    balancer.add(member.port);
    void member.gone.then(() => {
      members.delete(member);
      balancer.remove(member.port);
    });
    return member;
  };
  await Promise.all(Array.from({ length: size }, join));
  return {
    url: balancer.url,
    get members() {
      return [...members].toSorted((one, other) => one.name.localeCompare(other.name));
    },
    join,
    kill: (member) => member.kill(),
    busiest: () => {
      const port = balancer.busiest();
      return [...members].find((member) => member.port === port);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...members].map((member) => member.kill()));
      await balancer.close();
    },
  };
}
