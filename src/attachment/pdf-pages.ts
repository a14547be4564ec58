/** The pages of a PDF (ISO 32000 §7.7.3): which objects are pages, and how many there should be. Objects in; pure. */
import type { PdfObject } from './pdf-objects.ts';

/** The pages, in the order of their objects. */
export function pagesOf(objects: ReadonlyMap<number, PdfObject>): PdfObject[] {
  return [...objects.values()].filter(({ text, stream }) => stream === null && isPage(text));
}

/** So many pages the root of their tree counts; 0 when there is none. */
export function countedPages(objects: ReadonlyMap<number, PdfObject>): number {
  let counted = 0;
  for (const { text, stream } of objects.values()) {
    if (stream !== null || !/\/Type\s*\/Pages(?![A-Za-z])/.test(text)) continue;
    counted = Math.max(counted, Number(/\/Count\s+(\d{1,6})/.exec(text)?.[1] ?? 0));
  }
  return counted;
}

/** Some writers leave the type out; then it is told by what only a page has. */
function isPage(text: string): boolean {
  if (/\/Type\s*\/Page(?![A-Za-z])/.test(text)) return true;
  return (
    /\/Contents\b/.test(text) && /\/(?:MediaBox|Resources|Parent)\b/.test(text) && !/\/(?:Type|Subtype)\b/.test(text)
  );
}
