/**
 * Which HTML elements a reader does not see: preheaders, tracking text, templates of mailing programs.
 * In: an element's name and attributes, the rules of the letter's own style sheet. Out: how it hides. Never fails.
 */

/** Elements whose content is never text of the letter. */
export const INVISIBLE = new Set(
  'head title style script template noembed noframes iframe object svg math audio video canvas select datalist map'.split(
    ' ',
  ),
);

/** How an element shows: `gone` with all inside, or letters of no size or no ink that an inner element may undo. */
export interface Visibility {
  gone: boolean;
  /** null: as the parent. */
  sizeless: boolean | null;
  inkless: boolean | null;
}

const PLAIN: Visibility = { gone: false, sizeless: null, inkless: null };
const GONE: Visibility = { gone: true, sizeless: null, inkless: null };

/** CSS declarations of an attribute or a rule as `property → value`, both lower case. */
function declarations(css: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const piece of css.slice(0, 4000).toLowerCase().split(';')) {
    const colon = piece.indexOf(':');
    if (colon > 0)
      found.set(
        piece.slice(0, colon).trim(),
        piece
          .slice(colon + 1)
          .replace('!important', '')
          .trim(),
      );
  }
  return found;
}

const isZero = (value: string | undefined) => value !== undefined && /^0+(?:\.0*)?(?:px|pt|em|rem|%)?$/.test(value);

/** What one set of declarations does to what is seen. */
function visibilityOf(css: string): Visibility {
  const rule = declarations(css);
  if (rule.get('display') === 'none' || rule.get('mso-hide') === 'all' || isZero(rule.get('opacity'))) return GONE;
  const clipped = rule.get('overflow') === 'hidden';
  if (clipped && (isZero(rule.get('max-height')) || isZero(rule.get('height')) || isZero(rule.get('max-width')))) {
    return GONE;
  }
  const size = rule.get('font-size');
  const ink = rule.get('visibility');
  if (size === undefined && ink === undefined) return PLAIN;
  return {
    gone: false,
    sizeless: size === undefined ? null : isZero(size),
    inkless: ink === undefined ? null : ink === 'hidden' || ink === 'collapse',
  };
}

/** Classes and ids (`.x`, `#x`) that the letter's own style sheet hides outside of @media. */
export function hiddenSelectors(sheet: string): Set<string> {
  const hidden = new Set<string>();
  let depth = 0;
  let selector = '';
  for (const piece of sheet.slice(0, 200_000).split(/([{}])/)) {
    if (piece === '{') depth++;
    else if (piece === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0) selector = piece.trim();
    else if (depth === 1 && !selector.startsWith('@') && visibilityOf(piece).gone) {
      for (const one of selector.split(',')) if (/^[.#][\w-]{1,100}$/.test(one.trim())) hidden.add(one.trim());
    }
  }
  return hidden;
}

/** How an element with these attributes is seen. */
export function visibility(name: string, attributes: Record<string, string>, hidden: Set<string>): Visibility {
  if (INVISIBLE.has(name) || attributes.hidden !== undefined) return GONE;
  if (hidden.size > 0) {
    if (attributes.id && hidden.has(`#${attributes.id}`)) return GONE;
    const classes = attributes.class;
    if (classes?.split(/\s+/).some((one) => hidden.has(`.${one}`))) return GONE;
  }
  return attributes.style ? visibilityOf(attributes.style) : PLAIN;
}
