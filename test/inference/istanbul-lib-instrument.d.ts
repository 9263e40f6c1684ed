declare module "istanbul-lib-instrument" {
  export function createInstrumenter(options: { readonly esModules: boolean; readonly compact: boolean }): {
    instrumentSync(script: string, file: string): string;
  };
}
