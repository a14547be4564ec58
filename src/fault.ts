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
