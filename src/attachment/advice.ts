/**
 * What could be better about an accepted file (domain.md §4): advice, never a refusal. Type and bytes in, advice out; never fails:
 * what cannot be looked at is silently well. In doubt nothing is said, for whoever is advised scans again.
 */
import { type Look, lookAt } from './look.ts';
import { scanOf } from './pdf-scan.ts';
import { isCoarse, isCoarseOnPage } from './resolution.ts';
import type { Advice } from './verdict.ts';

const LARGE = 2 << 20;
/** Pages of one file whose pixels are looked at. */
const MAX_LOOKED = 4;

/** Looks at a file that was accepted. */
export async function adviseOn(type: string | null, bytes: Buffer): Promise<Advice[]> {
  try {
    if (type === 'pdf') return await adviseOnPdf(bytes);
    return type === 'jpg' || type === 'png' ? await adviseOnPicture(type, bytes) : [];
  } catch {
    return [];
  }
}

async function adviseOnPicture(type: 'jpg' | 'png', bytes: Buffer): Promise<Advice[]> {
  const look = await lookAt(bytes);
  return listed({
    'large-image': bytes.length > LARGE,
    'low-resolution': look?.paper === true && isCoarse(look, type === 'jpg'),
    ...seen(look),
  });
}

/** A page that is a picture is looked at like one. */
async function adviseOnPdf(bytes: Buffer): Promise<Advice[]> {
  const scan = scanOf(bytes);
  const advice = new Set<Advice>(listed({ 'blank-page': scan.allBlank }));
  for (const [index, page] of scan.pages.entries()) {
    const pixels = index < MAX_LOOKED ? page.pixels() : null;
    const look = pixels && (await lookAt(pixels));
    const blank = page.blank || look?.blank === true;
    const coarse = !blank && isCoarseOnPage(page.dotsPerInch);
    for (const one of listed({ ...seen(look), 'blank-page': blank, 'low-resolution': coarse })) advice.add(one);
  }
  return ORDER.filter((one) => advice.has(one));
}

const ORDER: Advice[] = ['large-image', 'low-resolution', 'blank-page', 'unreadable'];

function seen(look: Look | null): Partial<Record<Advice, boolean>> {
  return { 'blank-page': look?.blank ?? false, unreadable: look?.unreadable ?? false };
}

function listed(found: Partial<Record<Advice, boolean>>): Advice[] {
  return ORDER.filter((one) => found[one]);
}
