import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runReport } from "./run-report.ts";
import { createStyle } from "./terminal/style.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";

function reportOptions(outputFolder: string) {
  const written: string[] = [];
  return {
    written,
    screen: { write: (text: string) => written.push(text) },
    style: createStyle(false),
    outputFolder,
    signal: new AbortController().signal,
  };
}

describe("runReport", () => {
  it("shows progress, report and spans, and writes the graph", async () => {
    const folder = temporaryFolder({ "a.ts": "1\n" });
    const outputFolder = join(folder, "out/deep");
    const options = reportOptions(outputFolder);

    expect(await runReport(folder, options)).toBe("succeeded");
    const text = options.written.join("");
    expect(text).toContain("… listFiles  started\n");
    expect(text).toContain("- readGitHistory  skipped\n");
    expect(text).toContain("TypeScript  1 file  1 line  2 B\n");
    expect(text).toMatch(/^step {9}.*outcome {10}.*start.*time$/m);
    expect(text).toContain(`Graph of the workflow: ${outputFolder}/repository-report.mermaid\n`);
    expect(readFileSync(join(outputFolder, "repository-report.mermaid"), "utf8")).toMatch(/^(graph|flowchart) /);
  });

  it("shows the spans of a run that was cancelled, and why", async () => {
    const folder = temporaryFolder({ "a.ts": "1\n" });
    const options = { ...reportOptions(folder), signal: AbortSignal.abort("stopped by SIGINT") };

    expect(await runReport(folder, options)).toBe("cancelled");
    const text = options.written.join("");
    expect(text).toMatch(/^joinReport {2,}cancelled \(cancel\)$/m);
    expect(text).toContain('The run of workflow "repository-report" was cancelled: "stopped by SIGINT".\n');
  });

  it("fails after the report if the graph cannot be written", async () => {
    const folder = temporaryFolder({ "out/repository-report.mermaid/in the way": "1" });
    const options = reportOptions(join(folder, "out"));

    expect(await runReport(folder, options)).toBe("failed");
    const text = options.written.join("");
    expect(text).toContain("Repository report: ");
    expect(text).toContain("The graph of the workflow cannot be written: Error: EISDIR");
  });

  it("reports on a folder that has gone as one that cannot be read", async () => {
    const folder = temporaryFolder();
    const options = reportOptions(temporaryFolder());
    rmSync(folder, { recursive: true });

    expect(await runReport(folder, options)).toBe("succeeded");
    expect(options.written.join("")).toContain("Not readable\n  .\n");
  });
});
