import { createHash } from "node:crypto";
import { type FilesToRead, type ListedFile, mapFiles, type ReadingContext } from "../reading/map-files.ts";
import { readChunks } from "../reading/read-chunks.ts";

const beginningBytes = 64 * 1024;
const groupsAtMost = 50;
const pathsAtMost = 20;

/** Files with the same content. */
export interface DuplicateGroup {
  /** Of each copy. */
  readonly bytes: number;
  readonly copies: number;
  /** The first ones, in order. */
  readonly paths: readonly string[];
}

/** All that is there more than once; empty files do not count. */
export interface Duplicates {
  readonly groupCount: number;
  /** What keeping one of each group would save. */
  readonly wastedBytes: number;
  /** Those that waste most come first. */
  readonly groups: readonly DuplicateGroup[];
}

/** Compares files of one size by the hash of their beginning, and long ones then by the hash of all their bytes. */
export async function findDuplicates(params: FilesToRead, context: ReadingContext): Promise<Duplicates> {
  const { folder, files } = params;
  const isLong = ([file]: Group<ListedFile>) => file.bytes > beginningBytes;

  const notEmpty = files.filter(({ bytes }) => bytes > 0);
  const sameSize = groupsBy(notEmpty, ({ bytes }) => bytes);
  const sameBeginning = await groupsByHash({ folder, files: sameSize.flat() }, context, beginningBytes);
  const longOnes = { folder, files: sameBeginning.filter(isLong).flat() };
  const sameContent = await groupsByHash(longOnes, context, Number.POSITIVE_INFINITY);
  return summaryOf([...sameBeginning.filter((group) => !isLong(group)), ...sameContent]);
}

type Group<Item> = readonly [Item, ...Item[]];

/** Items with the same key; groups of one are dropped. */
function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): readonly Group<Item>[] {
  const groups = [...Map.groupBy(items, keyOf).values()];
  return groups.filter((group): group is [Item, ...Item[]] => group.length > 1);
}

/** Files of one size whose first `limit` bytes have the same hash. */
async function groupsByHash(
  params: FilesToRead,
  context: ReadingContext,
  limit: number,
): Promise<readonly Group<ListedFile>[]> {
  const { results } = await mapFiles(params, context, async (file, fullPath) => ({
    ...file,
    hash: await hashOf(fullPath, limit, context.signal),
  }));
  return groupsBy(results, ({ bytes, hash }) => `${bytes} ${hash}`);
}

async function hashOf(fullPath: string, limit: number, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of readChunks(fullPath, { signal, limit })) hash.update(chunk);
  return hash.digest("hex");
}

function summaryOf(groups: readonly Group<ListedFile>[]): Duplicates {
  const wasteOf = (group: Group<ListedFile>) => (group.length - 1) * group[0].bytes;
  const byWaste = groups.toSorted((a, b) => wasteOf(b) - wasteOf(a) || (a[0].path < b[0].path ? -1 : 1));
  return {
    groupCount: groups.length,
    wastedBytes: groups.reduce((sum, group) => sum + wasteOf(group), 0),
    groups: byWaste.slice(0, groupsAtMost).map((group) => ({
      bytes: group[0].bytes,
      copies: group.length,
      paths: group.slice(0, pathsAtMost).map(({ path }) => path),
    })),
  };
}
