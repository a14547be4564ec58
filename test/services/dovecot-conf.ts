/** The text of a private Dovecot's configuration. Settings in, configuration file out; pure. */

export interface DovecotSettings {
  directory: string;
  port: number;
  tlsPort: number;
  /** Who the processes and the mail belong to. Root keeps Dovecot's own users for the processes. */
  owner: { uid: number; gid: number; root: boolean; user: string; group: string };
  without?: string[];
  rights?: object;
}

/** What Dovecot 2.3 announces after signing in; taken whole, because `imap_capability` can add but not take away. */
const CAPABILITIES =
  'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT ' +
  'MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ' +
  'ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE ' +
  'LITERAL+ NOTIFY';

/** Writes the configuration: passwords accepted without TLS, no delay after a wrong one, everything inside `directory`. */
export function dovecotConf(settings: DovecotSettings): string {
  const { directory, port, tlsPort, owner } = settings;
  return `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${directory}/cert.pem
ssl_key = <${directory}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:~:UTF-8
mail_max_userip_connections = 1000
imap_capability = ${announced(settings.without ?? [])}
${owner.root ? '' : unprivileged(owner)}${settings.rights ? limited(directory) : ''}namespace {
  inbox = yes
  separator = /
}
passdb {
  driver = passwd-file
  args = ${directory}/users
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${directory}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

function announced(without: string[]): string {
  return CAPABILITIES.split(' ')
    .filter((capability) => !without.includes(capability))
    .join(' ');
}

/** Without root there is nobody to become and nowhere to be locked in. */
function unprivileged({ user, group }: DovecotSettings['owner']): string {
  return `default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
${['anvil', 'imap-login'].map((name) => `service ${name} {\n  chroot =\n}`).join('\n')}
`;
}

/** RFC 4314 rights from a file beside the configuration. */
function limited(directory: string): string {
  return `mail_plugins = acl
plugin {
  acl = vfile:${directory}/rights
}
`;
}
