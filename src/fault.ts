/** The one error that rooms throw on purpose. Expected outcomes are return values; this is for what stops the work. */

export class Fault extends Error {
  /** Stable, upper case, for logs and for programs: `REGISTER_NEWER`, `IMAP_LOGIN` … */
  readonly code: string;
  /** Would trying again change anything? */
  readonly permanent: boolean;

  constructor(code: string, message: string, options: { permanent?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.permanent = options.permanent ?? false;
  }
}

/** What a log may tell of an error: the messages of others can quote a letter, so only ours are told. */
export function tellOf(error: unknown): Record<string, unknown> {
  if (error instanceof Fault) return { code: error.code, error: error.message };
  if (!(error instanceof Error)) return { error: typeof error };
  const places = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return {
    code: 'code' in error ? error.code : undefined,
    error: error.name,
    at: places.slice(0, 5).map((place) => place.trim()),
  };
}
