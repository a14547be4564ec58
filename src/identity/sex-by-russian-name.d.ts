/** The name list inside sex-by-russian-name 1.0.3; its own types cover the entry point only. */
declare module 'sex-by-russian-name/dist/names.js' {
  export const names: Record<string, Set<string>>;
}
