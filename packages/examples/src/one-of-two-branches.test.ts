import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { sendParcel } from "./one-of-two-branches.ts";

const address = "Main Street 1";

describe("sendParcel", () => {
  it("takes the bicycle for a light parcel", async () => {
    const run = await testRun(sendParcel, { input: { weight: 2, address } });

    expect(run).toHaveSucceeded("byBicycle");
    expect(run).toHaveSkipped("byTruck", "guard");
    expect(run.output).toBe("A bicycle goes to Main Street 1.");
  });

  it("takes the truck for a heavy parcel", async () => {
    const run = await testRun(sendParcel, { input: { weight: 50, address } });

    expect(run).toMatchSpanGraph(`
      send-parcel
        validate
        byBicycle <- validate            skipped: guard
        byTruck   <- validate
        confirm   <- byBicycle, byTruck
    `);
    expect(run.output).toBe("A truck goes to Main Street 1.");
  });

  it("refuses a parcel that weighs nothing before anything runs", async () => {
    await expect(testRun(sendParcel, { input: { weight: 0, address } })).rejects.toThrow(
      'The input of workflow "send-parcel" does not match its schema: .weight',
    );
  });
});
