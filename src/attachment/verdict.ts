/** What became of one file of a letter: accepted or refused, and why (domain.md §4). */

/** Why a file was refused. The citizen's wording for each stands in the templates. */
export type RefusalReason =
  | 'type'
  | 'name-mismatch'
  | 'archive'
  | 'damaged'
  | 'empty'
  | 'encrypted'
  | 'active-content'
  | 'too-large'
  | 'total-too-large'
  | 'too-many'
  | 'too-many-pixels'
  // The mail server did not hand it over.
  | 'withheld'
  | 'infected';

/** What could be better about an accepted file; its wording too stands in the templates. */
export type Advice = 'large-image' | 'low-resolution' | 'blank-page' | 'unreadable';

/** A file after examination. */
export interface JudgedFile {
  /** Safe to show and to save: no path, no control or direction characters, bounded length; never empty. */
  name: string;
  /** Content-Type as the sender declared it; null when none. */
  declared: string | null;
  /** Type found in the content (`pdf`, `jpg`, `heic`, `exe` …, file-type's extension); null when unknown. */
  type: string | null;
  /** Size in bytes after decoding. */
  bytes: number;
  verdict: 'accepted' | 'refused';
  reason: RefusalReason | null;
  /** Of an accepted file only. */
  advice: Advice[];
  /** SHA-256 of the content, hex. */
  sha256: string;
  content: Uint8Array;
}

/** The office's limits (`attachments` in the configuration). Sizes are bytes. */
export interface FileRules {
  types: string[];
  maxFile: number;
  maxTotal: number;
  maxCount: number;
}
