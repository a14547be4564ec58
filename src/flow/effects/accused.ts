/** Of whom of the staff a letter complains (contract.md, «Tickets and people»). Pure. */
import type { Findings } from '../../examiner/examine.ts';
import { namedStaff } from '../../ticket/accused.ts';
import type { Kind } from '../../ticket/kind.ts';
import type { StaffMember } from '../desk.ts';

/** Their addresses; nobody is accused by a letter that neither complains nor appeals. */
export function accusedIn(kind: Kind, { letter, text, identity }: Findings, staff: readonly StaffMember[]): string[] {
  if (kind !== 'жалоба' && kind !== 'обжалование') return [];
  return namedStaff(`${letter.subject}\n${text}`, staff, identity.fio).map(({ email }) => email);
}
