import { workflow } from "stepspan";
import { z } from "zod";
import { countLines } from "./steps/count-lines.ts";
import { findDuplicates } from "./steps/duplicate-files.ts";
import { readGitHistory } from "./steps/git-history.ts";
import { findImportCycles } from "./steps/import-cycles.ts";
import { resolveImports } from "./steps/import-graph.ts";
import { joinReport } from "./steps/join-report.ts";
import { largestFiles } from "./steps/largest-files.ts";
import { listFiles } from "./steps/list-files.ts";
import { findTodoComments } from "./steps/todo-comments.ts";

/** Looks at a folder from all sides at once and joins what it finds into one report. */
export const repositoryReport = workflow("repository-report", { input: z.object({ folder: z.string() }) })
  .step("listFiles", { params: { folder: ({ input }) => input.folder }, run: listFiles })
  .step("countLines", {
    params: {
      folder: ({ input }) => input.folder,
      files: ({ stepSpan }) => stepSpan("listFiles").output.files,
    },
    run: countLines,
  })
  .step("largestFiles", {
    params: { files: ({ stepSpan }) => stepSpan("listFiles").output.files, atMost: 10 },
    run: largestFiles,
  })
  .step("findTodoComments", {
    params: {
      folder: ({ input }) => input.folder,
      files: ({ stepSpan }) => stepSpan("listFiles").output.files,
    },
    run: findTodoComments,
  })
  .step("findDuplicates", {
    params: {
      folder: ({ input }) => input.folder,
      files: ({ stepSpan }) => stepSpan("listFiles").output.files,
    },
    run: findDuplicates,
  })
  .step("readGitHistory", {
    when: ({ stepSpan }) => stepSpan("listFiles").output.isCheckout,
    params: { folder: ({ input }) => input.folder },
    run: readGitHistory,
  })
  .step("resolveImports", {
    params: {
      folder: ({ input }) => input.folder,
      files: ({ stepSpan }) => stepSpan("listFiles").output.files,
    },
    run: resolveImports,
  })
  .step("findImportCycles", {
    params: { edges: ({ stepSpan }) => stepSpan("resolveImports").output.edges },
    run: findImportCycles,
  })
  .step("joinReport", {
    params: {
      folder: ({ input }) => input.folder,
      listing: ({ stepSpan }) => stepSpan("listFiles").output,
      lines: ({ stepSpan }) => stepSpan("countLines").output,
      largest: ({ stepSpan }) => stepSpan("largestFiles").output,
      todos: ({ stepSpan }) => stepSpan("findTodoComments").output,
      duplicates: ({ stepSpan }) => stepSpan("findDuplicates").output,
      history: ({ stepSpan }) => stepSpan("readGitHistory", { default: null })?.output ?? null,
      imports: ({ stepSpan }) => stepSpan("resolveImports").output,
      cycles: ({ stepSpan }) => stepSpan("findImportCycles").output,
    },
    run: joinReport,
  });
