/** Does the configuration make sense as a whole? What no single value can tell. Enters: the merged tree. Leaves: problems. */
import type { Problem } from './problems.ts';
import { isTree, type Tree } from './tree.ts';

/** Looks at keys together; values that are wrong by themselves are the schema's business. */
export function senseOf(tree: Tree): Problem[] {
  const nobody = Array.isArray(tree.imap) && tree.imap.length === 0;
  const missing = nobody ? [{ key: 'imap', message: 'missing; must be an account or a list of accounts' }] : [];
  return [...missing, ...imap(mapsOf(tree.imap)), ...smtp(isTree(tree.smtp) ? tree.smtp : {}), ...staff(tree)];
}

function imap(accounts: Tree[]): Problem[] {
  const names = accounts.map((account) => account.name ?? account.user);
  return accounts.flatMap((account, i) => {
    const problems: Problem[] = [];
    const key = (name: string) => `imap.${i}.${name}`;
    const folders = [account.folder].flat();
    if (!account.password && !account.accessTokenCommand) {
      const message =
        'missing; must be the password (or passwordFile with a file that holds it, or accessTokenCommand)';
      problems.push({ key: key('password'), message });
    }
    if (names[i] && names.indexOf(names[i]) < i) {
      problems.push({ key: key('name'), message: `two accounts are called ${names[i]}; give each a name of its own` });
    }
    if (folders.length === 0) problems.push({ key: key('folder'), message: 'missing; must be at least one folder' });
    for (const name of ['done', 'failed']) {
      const message = 'letters cannot be moved into the folder that they are taken from';
      if (folders.includes(account[name])) problems.push({ key: key(name), message });
    }
    return problems;
  });
}

function smtp({ user, password }: Tree): Problem[] {
  if (user && !password) {
    const message = 'missing; must be the password of smtp.user (or smtp.passwordFile with a file that holds it)';
    return [{ key: 'smtp.password', message }];
  }
  return password && !user ? [{ key: 'smtp.user', message: 'missing; smtp.password is given' }] : [];
}

function staff(tree: Tree): Problem[] {
  const ids = mapsOf(tree.departments).map((department) => department.id);
  const emails = mapsOf(tree.staff).map(({ email }) => (typeof email === 'string' ? email.toLowerCase() : email));
  const twice = ids.flatMap((id, i) =>
    id && ids.indexOf(id) < i ? [{ key: `departments.${i}.id`, message: `two departments have the id ${id}` }] : [],
  );
  const members = mapsOf(tree.staff).flatMap(({ department }, i) => {
    const problems: Problem[] = [];
    if (department && !ids.includes(department)) {
      problems.push({
        key: `staff.${i}.department`,
        message: `must be the id of a department; there are: ${[...new Set(ids)].join(', ') || 'none'}`,
      });
    }
    if (emails[i] && emails.indexOf(emails[i]) < i) {
      problems.push({ key: `staff.${i}.email`, message: 'stands for two members of the staff' });
    }
    return problems;
  });
  return [...twice, ...members];
}

function mapsOf(list: unknown): Tree[] {
  return Array.isArray(list) ? list.filter(isTree) : [];
}
