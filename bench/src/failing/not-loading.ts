throw new Error("this package does not load");
