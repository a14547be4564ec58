/**
 * The office's people and departments (contract.md, `staff`, `departments`), and finding one of them as an operator names
 * him in a command. In: what was typed, the directory. Out: everybody it fits, so that two namesakes are seen. Never fails.
 */
import { fold } from '../identity/fold.ts';

export type Role = 'operator' | 'senior' | 'security' | 'auditor';

export interface StaffMember {
  /** ФИО, the surname first. */
  name: string;
  email: string;
  /** Id of a department. */
  department: string | null;
  role: Role;
}

export interface Department {
  id: string;
  title: string;
  categories: readonly string[];
  purpose: 'security' | 'confidential' | null;
}

/** An address as typed, or as a mail client dressed it: `<a@b>`, `a@b <mailto:a@b>`. */
const ADDRESS = /[^\s<>:@(),;"]{1,64}@[^\s<>@(),;"]{1,255}/;

/** Is this letter's writer, or the person meant, this one? Addresses are compared in any letter case. */
export function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/**
 * Everybody who is meant by an e-mail address, «Иванов», «иванов и.и.», «И. И. Иванов» or «Иванов Иван Иванович».
 * @returns none, the one, or the candidates when the name is not enough
 */
export function findStaff<Member extends StaffMember>(text: string, staff: readonly Member[]): Member[] {
  const address = ADDRESS.exec(text)?.[0];
  if (address !== undefined) return staff.filter(({ email }) => sameAddress(email, address));
  const said = words(text);
  return said.length === 0 ? [] : staff.filter(({ name }) => fits(said, words(name)));
}

/** Everything that is meant by an id or a title, in any letter case; «платежи» is enough for «Отдел платежи». */
export function findDepartment<One extends Department>(text: string, departments: readonly One[]): One[] {
  const said = key(text).replace(/^["'«]|["'»]$/g, '');
  const exact = departments.filter(({ id, title }) => key(id) === said || key(title) === said);
  if (exact.length > 0 || said === '') return exact;
  return departments.filter(({ title }) => ` ${key(title)} `.includes(` ${said} `));
}

/** Is the surname said, and does everything else that is said, whole or as an initial, stand in the name too? */
function fits(said: readonly string[], name: readonly string[]): boolean {
  const left = [...name];
  if (!said.includes(left[0] ?? '')) return false;
  return said
    .toSorted((one, other) => other.length - one.length)
    .every((word) => {
      const at = left.findIndex((part) => (word.length === 1 ? part.startsWith(word) : part === word));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
}

function words(text: string): string[] {
  return key(text).match(/\p{L}+(?:-\p{L}+)*/gu) ?? [];
}

function key(text: string): string {
  return fold(text).trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ');
}
