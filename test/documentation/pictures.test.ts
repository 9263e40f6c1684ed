import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guides } from "../../scripts/code-in-guides.ts";
import { pictures } from "../../scripts/pictures.ts";
import { checkedXml } from "../support/checked-xml.ts";

const root = join(import.meta.dirname, "../..");
const made = await pictures();

describe("the pictures of the guides", () => {
  it.each([...made])("%s is as `npx -y pnpm@12 pictures` makes it", (file, picture) => {
    expect(readFileSync(join(root, file), "utf8")).toBe(picture);
    expect(checkedXml(picture).root.name).toBe("svg");
  });

  it("are all shown somewhere, and made by the script", () => {
    const text = guides.map((guide) => readFileSync(join(root, guide), "utf8")).join("\n");
    const files = globSync("docs/pictures/*.svg", { cwd: root });
    expect(files.sort()).toEqual([...made.keys()].sort());
    expect(files.filter((file) => !text.includes(file.replace("docs/", "")))).toEqual([]);
  });

  it("come out the same each time", async () => {
    expect([...(await pictures())]).toEqual([...made]);
  });
});
