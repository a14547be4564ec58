/**
 * What a file pretends to be, against what it is. The name's extension (or, without one, the declared type) and the type of
 * the content in; the reason to refuse out, or null. Pure.
 *
 * A harmless accepted file under the name of another accepted type or picture (messengers hand out JPEG as .png, phones
 * JPEG as .heic) deceives nobody: it is accepted and its extension corrected. Everything else that lies is refused.
 */
import { supportedExtensions } from 'file-type';
import { canonicalType, isArchive, isImage } from './type.ts';
import type { RefusalReason } from './verdict.ts';

/** Extensions with a meaning of their own that the detector does not know: programs, scripts, documents. */
const MORE_EXTENSIONS =
  'doc xls ppt msg rtf txt csv html mht svg php sh bat cmd com scr pif msi vbs vbe js jse mjs ts wsf wsh hta ps1 psm1 jar ' +
  'py pl rb lnk url inf reg cpl dll sys app apk hlp chm iso img vhd tgz eml sig p7s p7m sgn xps odt djvu one onepkg appx ' +
  'docb xlm xlam xla ade adp mdb mde gadget application scf library-ms settingcontent-ms';

const KNOWN = new Set([...supportedExtensions, ...MORE_EXTENSIONS.split(' ')].map(canonicalType));

const BY_DECLARED: Record<string, string> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/pjpeg': 'jpg',
  'image/png': 'png',
  'text/plain': 'txt',
  'text/html': 'html',
  'application/msword': 'doc',
};

/** The name's extension when it is one: in «Заявление от 12.03» or «Иванов И.И.» the dot ends no name. */
export function extensionOf(name: string): string | null {
  const seen = name.slice(-256).replace(/\p{C}/gu, '');
  const ending = /\.([^.\s/\\]{1,20})[\s.]*$/.exec(seen)?.[1]?.toLowerCase();
  if (ending === undefined || !KNOWN.has(canonicalType(ending))) return null;
  return ending;
}

/** What the sender says the file is, in one spelling; null when nothing is said. */
export function claimedType(name: string | null, declared: string | null): string | null {
  const extension = name === null ? null : extensionOf(name);
  if (extension !== null) return canonicalType(extension);
  return declared === null ? null : (BY_DECLARED[declared] ?? null);
}

/**
 * Decides by type alone (domain.md §4).
 * @param content type found in the content, null when unknown
 * @param claim what the name says
 * @param accepted the office's types in their one spelling
 */
export function judgeType(
  content: string | null,
  claim: string | null,
  accepted: ReadonlySet<string>,
): RefusalReason | null {
  const claimsAccepted = claim !== null && accepted.has(claim);
  if (content === null) return claimsAccepted ? 'damaged' : 'type';
  if (accepted.has(content)) {
    const honest = claim === null || claim === content || claimsAccepted || isImage(claim);
    return honest ? null : 'name-mismatch';
  }
  // A HEIC called .jpg is a slip of the phone, and the advice how to save it as JPG is what helps.
  const slip = claim !== null && isImage(claim) && isImage(content);
  if (claimsAccepted && !slip) return 'name-mismatch';
  return isArchive(content) ? 'archive' : 'type';
}
