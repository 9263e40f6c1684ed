import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { git, temporaryFolder } from "./testing/temporary-folder.ts";
import { repositoryReport } from "./workflow.ts";

describe("repositoryReport", () => {
  it("lists the files, looks at them from all sides at once, and joins what it finds", async () => {
    const folder = temporaryFolder({
      "a.ts": 'import "./b.ts"; // TODO tidy up\n',
      "b.ts": 'import "./a.ts";\n',
      "copy.txt": "the same",
      "copy of copy.txt": "the same",
    });
    git(folder, "init", "--quiet");
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message=one");
    const run = await testRun(repositoryReport, { input: { folder } });

    expect(run).toHaveSucceeded();
    expect(run).toMatchSpanGraph(
      `
      repository-report
        listFiles
        countLines        <- listFiles
        largestFiles      <- listFiles
        findTodoComments  <- listFiles
        findDuplicates    <- listFiles
        readGitHistory    <- listFiles
        resolveImports    <- listFiles
        findImportCycles  <- resolveImports
        joinReport        <- listFiles, countLines, largestFiles, findTodoComments, findDuplicates, readGitHistory, resolveImports, findImportCycles
    `.replace(/,\n\s+/, ", "),
    );
    expect(run).toHaveRunInParallel("countLines", "findTodoComments", "findDuplicates", "readGitHistory");
    expect(run.output).toMatchObject({
      folder,
      isCheckout: true,
      files: 4,
      lines: 4,
      todos: { counts: { TODO: 1, FIXME: 0 } },
      duplicates: { groupCount: 1, wastedBytes: 8 },
      history: { commits: 1, authors: [{ name: "Ada", commits: 1 }] },
      modules: 2,
      imports: 2,
      cycles: [["a.ts", "b.ts"]],
    });
  });

  it("skips the history where there is no git, and reports without it", async () => {
    const run = await testRun(repositoryReport, { input: { folder: temporaryFolder({ "a.txt": "1" }) } });

    expect(run).toHaveSkipped("readGitHistory", "guard");
    expect(run.output).toMatchObject({ isCheckout: false, files: 1, history: null });
  });

  it("reports on an empty folder", async () => {
    const run = await testRun(repositoryReport, { input: { folder: temporaryFolder() } });

    expect(run).toHaveSucceeded();
    expect(run.output).toMatchObject({ files: 0, lines: 0, bytes: 0, modules: 0, cycles: [] });
  });
});
