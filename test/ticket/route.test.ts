import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign, type Distribution, seniorOf } from '../../src/ticket/route.ts';
import type { Department, Role, StaffMember } from '../../src/ticket/staff.ts';

const department = (id: string, categories: string[], purpose: Department['purpose'] = null): Department => ({
  id,
  title: id,
  categories,
  purpose,
});
const person = (email: string, home: string | null, role: Role = 'operator'): StaffMember => ({
  name: email,
  email,
  department: home,
  role,
});

const departments = [
  department('cabinet', ['личный кабинет', 'технические проблемы']),
  department('payments', ['платежи']),
  department('guard', [], 'security'),
  department('secret', [], 'confidential'),
];
const staff = [
  person('anna', 'cabinet'),
  person('boris', 'cabinet'),
  person('vera', 'cabinet'),
  person('chief', 'cabinet', 'senior'),
  person('watcher', 'cabinet', 'auditor'),
  person('cashier-chief', 'payments', 'senior'),
  person('sentry', 'guard', 'security'),
  person('guard-clerk', 'guard'),
  person('archivist', 'secret'),
];

function route(change: Partial<Distribution> = {}) {
  return assign({
    category: 'личный кабинет',
    alarm: null,
    department: null,
    departments,
    staff,
    load: new Map(),
    lastAssigned: new Map(),
    ...change,
  });
}

describe('the department', () => {
  test.each<[string, Partial<Distribution>, string | null, string | null]>([
    ['of the category', {}, 'cabinet', 'anna'],
    ['of another of its categories', { category: 'технические проблемы' }, 'cabinet', 'anna'],
    ['with a senior only: he takes it', { category: 'платежи' }, 'payments', 'cashier-chief'],
    ['nobody handles it', { category: 'общие вопросы' }, null, null],
    ['for break-ins: security first', { alarm: 'security' }, 'guard', 'sentry'],
    ['for confidential matters', { alarm: 'confidential' }, 'secret', 'archivist'],
  ])('%s', (_, change, id, operator) => {
    expect(route(change)).toEqual({ department: id, operator });
  });

  test('without one for the alarm, the category decides', () => {
    const plain = departments.filter(({ purpose }) => purpose === null);
    expect(route({ alarm: 'confidential', departments: plain })).toEqual({ department: 'cabinet', operator: 'anna' });
  });

  test('a break-in goes to security wherever it sits', () => {
    const elsewhere = [person('anna', 'guard'), person('sentry', null, 'security')];
    expect(route({ alarm: 'security', staff: elsewhere })).toEqual({ department: 'guard', operator: 'sentry' });
  });

  test('staff can correct the route: then the people of that department take it', () => {
    expect(route({ department: 'payments' })).toEqual({ department: 'payments', operator: 'cashier-chief' });
    expect(route({ department: 'cabinet', alarm: 'security' })).toEqual({ department: 'cabinet', operator: 'anna' });
    expect(route({ department: 'guard', alarm: 'security' })).toEqual({ department: 'guard', operator: 'sentry' });
  });

  test('… and without security to the operators of its department', () => {
    const nobody = staff.filter(({ role }) => role !== 'security');
    expect(route({ alarm: 'security', staff: nobody }).operator).toBe('guard-clerk');
  });

  test('where it has nobody, those without a department take it', () => {
    const office = [person('anna', null), person('boris', 'payments')];
    expect(route({ staff: office })).toEqual({ department: 'cabinet', operator: 'anna' });
    expect(route({ staff: office, departments: [] })).toEqual({ department: null, operator: 'anna' });
  });

  test('without staff nobody has it', () => {
    expect(route({ staff: [] })).toEqual({ department: 'cabinet', operator: null });
    expect(route({ staff: [person('watcher', 'cabinet', 'auditor')] }).operator).toBeNull();
  });
});

describe('the operator', () => {
  const names = ['anna', 'boris', 'vera'];
  const last = (email: string) => new Map([['cabinet', email]]);
  test.each<[string, Partial<Distribution>, string]>([
    ['the first, when nobody was before', {}, 'anna'],
    ['the next after the last', { lastAssigned: last('anna') }, 'boris'],
    ['the first after the last of all', { lastAssigned: last('vera') }, 'anna'],
    ['letter case of an address means nothing', { lastAssigned: last('ANNA') }, 'boris'],
    ['the first, when the last one left the office', { lastAssigned: last('gone') }, 'anna'],
    ['the least loaded before the next', { lastAssigned: last('anna'), load: new Map([['boris', 3], ['vera', 1], ['anna', 2]]) }, 'vera'],
    ['nobody counted has nothing to do', { load: new Map([['anna', 1]]) }, 'boris'],
    ['of equals the next after the last', { lastAssigned: last('boris'), load: new Map([['anna', 1], ['boris', 1], ['vera', 1]]) }, 'vera'],
    ['the turn of another department means nothing', { lastAssigned: new Map([['payments', 'anna']]) }, 'anna'],
  ])('%s', (_, change, operator) => {
    expect(route(change).operator).toBe(operator);
  }); // biome-ignore format: a table

  test('is an operator of the department, never more loaded than another', () => {
    const loads = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(5)));
    fc.assert(
      fc.property(loads, fc.option(fc.constantFrom(...names)), (some, before) => {
        const load = new Map(some);
        const { operator } = route({ load, lastAssigned: before ? last(before) : new Map() });
        expect(names).toContain(operator);
        for (const name of names) expect(load.get(operator!) ?? 0).toBeLessThanOrEqual(load.get(name) ?? 0);
      }),
    );
  });

  test('tickets of one department spread evenly', () => {
    const load = new Map<string, number>();
    const lastAssigned = new Map<string, string>();
    const given = Array.from({ length: 9 }, () => {
      const operator = route({ load, lastAssigned }).operator!;
      load.set(operator, (load.get(operator) ?? 0) + 1);
      lastAssigned.set('cabinet', operator);
      return operator;
    });
    expect(given).toEqual([...names, ...names, ...names]);
  });
});

test.each<[string, string | null, string | null]>([
  ['the senior of the department', 'cabinet', 'chief'],
  ['the senior of another one', 'payments', 'cashier-chief'],
  ['where it has none, any', 'secret', 'chief'],
])('a case escalates to %s', (_, id, senior) => {
  expect(seniorOf(id, staff)?.email).toBe(senior);
});

test('a senior without a department stands above the others', () => {
  expect(seniorOf('secret', [...staff, person('head', null, 'senior')])?.email).toBe('head');
  expect(seniorOf('secret', [])).toBeNull();
});
