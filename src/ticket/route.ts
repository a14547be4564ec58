/**
 * To whom a ticket goes (domain.md §5, §8). In: what it is about, the office's departments and people, how busy they are
 * and who was last. Out: a department and an operator, each perhaps null. Pure and stable: equal input, equal answer.
 */
import { type Department, type Role, type StaffMember, sameAddress } from './staff.ts';

export interface Distribution {
  category: string;
  alarm: 'security' | 'confidential' | null;
  /** Staff corrected the route to this department; null: the category and the alarm decide. */
  department: string | null;
  departments: readonly Department[];
  staff: readonly StaffMember[];
  /** Open tickets by e-mail; who is not there has none. */
  load: ReadonlyMap<string, number>;
  /** Who got the last ticket of each department; of those without a department under the empty id. */
  lastAssigned: ReadonlyMap<string, string>;
}

export interface Route {
  department: string | null;
  /** E-mail as in the directory. */
  operator: string | null;
}

/** Who is asked, in this order. Auditors look on; a ticket is never theirs. */
const ORDINARY: readonly Role[] = ['operator', 'senior', 'security'];
const BREAK_IN: readonly Role[] = ['security', 'operator', 'senior'];

/**
 * Department and operator for a ticket. An alarm goes to the department of that purpose, a break-in to those of the role
 * `security` first, wherever they sit unless staff named the department. Where it has nobody, those without one take it.
 */
export function assign(distribution: Distribution): Route {
  const { alarm, staff } = distribution;
  const department = departmentFor(distribution);
  const roving = alarm === 'security' && distribution.department === null;
  const guard = roving ? staff.filter(({ role }) => role === 'security') : [];
  const inside = guard.filter((member) => member.department === department);
  if (guard.length > 0) return pick(department, inside.length > 0 ? inside : guard, distribution);
  const roles = alarm === 'security' ? BREAK_IN : ORDINARY;
  for (const home of new Set([department, null])) {
    for (const role of roles) {
      const pool = staff.filter((member) => member.role === role && member.department === home);
      if (pool.length > 0) return pick(department, pool, distribution);
    }
  }
  return { department, operator: null };
}

/** The senior to whom a case of this department escalates: its own, else one without a department, else any. */
export function seniorOf<Member extends StaffMember>(
  department: string | null,
  staff: readonly Member[],
): Member | null {
  const seniors = staff.filter(({ role }) => role === 'senior');
  return (
    seniors.find((member) => member.department === department) ??
    seniors.find((member) => member.department === null) ??
    seniors[0] ??
    null
  );
}

/** May a ticket be given to this person? */
export function mayHold({ role }: StaffMember): boolean {
  return role !== 'auditor';
}

function departmentFor({ alarm, category, department, departments }: Distribution): string | null {
  if (department !== null) return department;
  const named = alarm && departments.find(({ purpose }) => purpose === alarm);
  return (named || departments.find(({ categories }) => categories.includes(category)))?.id ?? null;
}

/** The least loaded; of equals the one whose turn it is. */
function pick(department: string | null, pool: readonly StaffMember[], { load, lastAssigned }: Distribution): Route {
  const last = lastAssigned.get(department ?? '') ?? '';
  const turn = pool.findIndex(({ email }) => sameAddress(email, last)) + 1;
  const inTurn = [...pool.slice(turn), ...pool.slice(0, turn)];
  const loads = new Map([...load].map(([email, tickets]) => [email.toLowerCase(), tickets]));
  const loadOf = ({ email }: StaffMember) => loads.get(email.toLowerCase()) ?? 0;
  const least = Math.min(...inTurn.map(loadOf));
  return { department, operator: inTurn.find((member) => loadOf(member) === least)?.email ?? null };
}
