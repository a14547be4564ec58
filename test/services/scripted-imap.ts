/**
 * A small IMAP server that stumbles over letters as it is told: drops the line, falls silent, refuses, cuts or lies about sizes.
 * One folder with letters, one that they are moved to. Letters in as values; needs no installed program. It understands what
 * imapflow says to it and no more.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What of a letter is asked for. */
export type Asked = 'head' | 'whole' | 'outline' | 'text' | 'header' | 'move';

/**
 * `drop`: cuts the line. `hang`: never answers. `murmur`: the same, while saying every now and then that it is still there.
 * `no`: refuses. `skip`: answers OK without it. `cut`: half the literal, then cuts the line. `overlong`: announces more than it
 * sends. `giant`: the same by half a gigabyte. `empty`: an empty literal.
 */
export type Stumble = 'drop' | 'hang' | 'murmur' | 'no' | 'skip' | 'cut' | 'overlong' | 'giant' | 'empty';

export interface ScriptedLetter {
  raw: string;
  /** INTERNALDATE as on the wire; null: NIL. */
  date?: string | null;
  /** RFC822.SIZE; default: the real one. */
  size?: number;
  stumbles?: Partial<Record<Asked, Stumble>>;
}

export interface Manners {
  /** NO to every FETCH of more than one letter, whatever it asks for. */
  refusesSets?: boolean;
  /** UID SEARCH finds none of the first three letters, all but the first, or is refused. */
  search?: 'nothing' | 'not all' | 'refused';
  /** Looks for trouble before it sends the first row. */
  looksAhead?: boolean;
}

export interface ScriptedImap {
  host: string;
  port: number;
  user: string;
  password: string;
  /** UIDs in INBOX. */
  inbox(): number[];
  /** UIDs moved to another folder. */
  moved: number[];
  /** Sign-ins so far. */
  signIns(): number;
  /** Every command, without its tag. */
  commands: string[];
  /** The letter under a UID, to mend it. */
  letter(uid: number): ScriptedLetter;
  stop(): Promise<void>;
}

const DATE = '22-Nov-2026 10:00:00 +0000';
const MURMUR_MS = 20;
/** Bytes announced beyond those that come. */
const LIES: Partial<Record<Stumble, number>> = { overlong: 5_000, giant: 500_000_000 };

/** Starts the server on a free port of 127.0.0.1. The letters get the UIDs 1, 2, 3 … */
export async function startScriptedImap(letters: ScriptedLetter[], manners: Manners = {}): Promise<ScriptedImap> {
  const inbox = new Map(letters.map((letter, index) => [index + 1, letter]));
  const all = new Map(inbox);
  const moved: number[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  let signIns = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    const session = new Session(socket, inbox, moved, manners);
    socket.write('* OK [CAPABILITY IMAP4rev1 MOVE UIDPLUS] ready\r\n');
    let pending = '';
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const [tag = '', ...words] = pending.slice(0, end).split(' ');
        pending = pending.slice(end + 2);
        const command = words.join(' ');
        commands.push(command);
        if (/^(LOGIN|AUTHENTICATE)/i.test(command)) signIns += 1;
        session.answer(tag, command);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user: 'support',
    password: 'secret',
    inbox: () => [...inbox.keys()],
    moved,
    commands,
    signIns: () => signIns,
    letter: (uid) => all.get(uid)!,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

class Session {
  readonly #socket: Socket;
  readonly #inbox: Map<number, ScriptedLetter>;
  readonly #moved: number[];
  readonly #manners: Manners;
  /** Nothing more is answered. */
  #mute = false;

  constructor(socket: Socket, inbox: Map<number, ScriptedLetter>, moved: number[], manners: Manners) {
    this.#socket = socket;
    this.#inbox = inbox;
    this.#moved = moved;
    this.#manners = manners;
  }

  answer(tag: string, command: string): void {
    if (this.#mute || this.#socket.destroyed) return;
    const [name = '', second = ''] = command.toUpperCase().split(' ');
    const verb = name === 'UID' ? second : name;
    if (verb === 'FETCH') this.#fetch(tag, command);
    else if (verb === 'MOVE') this.#move(tag, command);
    else if (verb === 'SEARCH' && this.#manners.search === 'refused') this.#say(`${tag} NO not today`);
    else this.#say(...this.#plain(verb).map((line) => `* ${line}`), `${tag} OK done`);
    if (verb === 'LOGOUT') this.#socket.end();
  }

  /** What a command is answered with before its OK. */
  #plain(verb: string): string[] {
    switch (verb) {
      case 'CAPABILITY':
        return ['CAPABILITY IMAP4rev1 MOVE UIDPLUS'];
      case 'LIST':
        return ['LIST () "/" INBOX', 'LIST () "/" Processed', 'LIST () "/" Failed'];
      case 'STATUS':
        return [`STATUS Processed (MESSAGES ${this.#moved.length})`];
      case 'SELECT':
        return [`${this.#inbox.size} EXISTS`, 'FLAGS (\\Seen)', 'OK [UIDVALIDITY 7] valid', 'OK [UIDNEXT 999] next'];
      case 'SEARCH': {
        const left = { nothing: 3, 'not all': 1, refused: 0, all: 0 }[this.#manners.search ?? 'all'];
        return [`SEARCH ${this.#uids.slice(left).join(' ')}`.trim()];
      }
      case 'LOGOUT':
        return ['BYE'];
      default:
        return [];
    }
  }

  #say(...lines: string[]): void {
    this.#socket.write(`${lines.join('\r\n')}\r\n`, 'latin1');
  }

  get #uids(): number[] {
    return [...this.#inbox.keys()];
  }

  #fetch(tag: string, command: string): void {
    const [, byUid, set = '', items = ''] = /^(UID )?FETCH (\S+) (.*)$/i.exec(command) ?? [];
    const asked = askedFor(items);
    const uids = this.#uids.filter((uid, index) => isIn(set, byUid ? uid : index + 1));
    if (this.#manners.refusesSets && uids.length > 1) {
      this.#say(`${tag} NO one at a time`);
      return;
    }
    const stumbling = (uid: number) => this.#inbox.get(uid)?.stumbles?.[asked];
    const foreseen = uids.map(stumbling).find((how) => how === 'drop' || how === 'hang' || how === 'no');
    if (this.#manners.looksAhead && foreseen) {
      this.#stumble(foreseen, tag);
      return;
    }
    for (const uid of uids) {
      const how = stumbling(uid);
      if (how === 'skip') continue;
      if (how === 'drop' || how === 'hang' || how === 'murmur' || how === 'no') {
        this.#stumble(how, tag);
        return;
      }
      if (this.#row(uid, items, how)) return;
    }
    this.#say(`${tag} OK done`);
  }

  /** @returns was that the end of it? */
  #row(uid: number, items: string, how: Stumble | undefined): boolean {
    const letter = this.#inbox.get(uid)!;
    const { raw, size = Buffer.byteLength(raw), date = DATE } = letter;
    const parts = [`UID ${uid}`];
    if (/FLAGS/.test(items)) parts.push('FLAGS ()');
    if (/INTERNALDATE/.test(items)) parts.push(`INTERNALDATE ${date === null ? 'NIL' : `"${date}"`}`);
    if (/RFC822\.SIZE/.test(items)) parts.push(`RFC822.SIZE ${size}`);
    if (/BODYSTRUCTURE/.test(items))
      parts.push('BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 100 5)');
    for (const [, section = ''] of items.matchAll(/BODY\.PEEK\[([^\]]*)\]/g)) {
      const bytes = how === 'empty' ? '' : latin1(sectionOf(raw, section));
      const partial = /<0\.\d+>/.test(items) ? '<0>' : '';
      const head = `* ${this.#uids.indexOf(uid) + 1} FETCH (${parts.join(' ')} BODY[${section}]${partial} `;
      if (how === 'cut') {
        this.#socket.write(`${head}{${bytes.length}}\r\n${bytes.slice(0, bytes.length / 2)}`, 'latin1');
        this.#socket.end();
        return true;
      }
      parts.push(
        `BODY[${section}]${partial} {${bytes.length + (how === undefined ? 0 : (LIES[how] ?? 0))}}\r\n${bytes}`,
      );
    }
    this.#say(`* ${this.#uids.indexOf(uid) + 1} FETCH (${parts.join(' ')})`);
    return false;
  }

  #move(tag: string, command: string): void {
    const [, set = ''] = /^UID MOVE (\S+) /i.exec(command) ?? [];
    const uids = this.#uids.filter((uid) => isIn(set, uid));
    const [trouble] = uids.flatMap((uid) => this.#inbox.get(uid)?.stumbles?.move ?? []);
    if (trouble) {
      this.#stumble(trouble, tag);
      return;
    }
    for (const uid of uids) {
      this.#say(`* ${this.#uids.indexOf(uid) + 1} EXPUNGE`);
      this.#inbox.delete(uid);
      this.#moved.push(uid);
    }
    this.#say(`${tag} OK moved`);
  }

  #stumble(how: Stumble, tag: string): void {
    this.#mute = how !== 'no';
    if (how === 'no') this.#say(`${tag} NO [SERVERBUG] cannot read it`);
    if (how === 'drop') this.#socket.end();
    if (how !== 'murmur') return;
    const murmur = setInterval(() => this.#say('* OK still here'), MURMUR_MS);
    this.#socket.on('close', () => clearInterval(murmur));
  }
}

function askedFor(items: string): Asked {
  if (/BODYSTRUCTURE/.test(items)) return 'outline';
  if (/PEEK\[\]/.test(items)) return 'whole';
  if (/PEEK\[HEADER\]/.test(items)) return 'header';
  return /PEEK/.test(items) ? 'text' : 'head';
}

function isIn(set: string, number: number): boolean {
  return set.split(',').some((run) => {
    const [first = '', last = first] = run.split(':');
    return Number(first) <= number && (last === '*' || number <= Number(last));
  });
}

function sectionOf(raw: string, section: string): string {
  const end = raw.indexOf('\r\n\r\n') + 4;
  if (section === 'HEADER') return raw.slice(0, end);
  return section === 'TEXT' ? raw.slice(end) : raw;
}

/** Octets as characters, as they go on the wire. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
