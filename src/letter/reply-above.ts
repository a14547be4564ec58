/**
 * «##- Пишите ответ выше этой строки -##»: the line by which ticket systems tell where the answer ends. Below it all is theirs.
 * In: lines and where to look. Out: how many lines it takes, 0 when none stands there. Never fails.
 */

const LONGEST = 160;

/** Where the answer belongs. */
const PLACES = [
  '(?:выше|над|вище) (?:(?:этой|этим|данной|данным|настоящей|указанной|цього|цієї|цим|цією) )?(?:строк|лини|черт|текст|отметк|метк|рядк|ліні)',
  'выше (?:не[её]|него|этого места)(?!\\p{L})',
  '(?:above|over) (?:this|the) (?:line|text|message|mark|separator|section)',
  'oberhalb dieser (?:zeile|linie)',
  'au-dessus de cette ligne',
  'encima de esta línea',
];
/** Who says this asks for an answer. */
const ASKS = [
  'ответ',
  'отвеча',
  'відповід',
  'пиш',
  'введ',
  'ввод',
  'набер',
  'набирай',
  'печата',
  'вставь',
  'вставля',
  'оставь',
  'оставля',
  'сообщени',
  'comment',
  'repl(?:y|ies|ying)',
  'respon[ds]',
  'answer',
  'type',
  'typing',
  'write',
  'enter',
  'antwort',
  'schreib',
  'répon',
  'écri',
  'respuesta',
  'escrib',
];
/** The same said of what is below. */
const KEEPS = [
  'не (?:пишите|изменяйте|удаляйте|редактируйте|меняйте|трогайте)[^.!?]{0,60} ниже (?:этой )?(?:строк|лини|черт)',
  '(?:do not|don.t) (?:write|type|edit|change|modify|reply|remove|delete)[^.!?]{0,60} below (?:this|the) (?:line|text)',
];
/** A line without a frame is a program's when it begins so: a person tells a story. */
const OPENINGS = [
  'пожалуйста',
  'не удаляйте',
  'просим',
  'чтобы ответить',
  'для ответа',
  '(?:при )?ответ',
  '(?:свой|ваш) (?:ответ|комментарий)',
  'отвечайте',
  'пишите',
  'напишите',
  'введите',
  'вводите',
  'наберите',
  'будь ласка',
  'please',
  'to (?:reply|respond|answer|add)',
  'when (?:replying|you reply)',
  'your (?:reply|answer|response)',
  'reply',
  'type',
  'write',
  'enter',
  'respond',
  'add (?:a|your)',
  'bitte',
  'antworte',
];

const FRAME = '[#\\-‐–—―_*=~+|<>\\[\\](){}\\s]';
const FRAMED = new RegExp(`^${FRAME}{2,40}`, 'u');
const FRAMES = new RegExp(`^${FRAME}{1,40}|${FRAME}{1,40}$`, 'gu');
const one = (list: readonly string[]) => list.join('|');
const PLACE = new RegExp(`(?<!\\p{L})(?:${one(PLACES)})`, 'iu');
const ASK = new RegExp(`(?<!\\p{L})(?:на)?(?:${one(ASKS)})`, 'iu');
const KEEP = new RegExp(`(?<!\\p{L})(?:${one(KEEPS)})`, 'iu');
const OPENING = new RegExp(`^(?:${one(OPENINGS)})`, 'iu');

/** Is the whole line such a mark? */
function isMark(line: string): boolean {
  if (line.length > LONGEST) return false;
  const text = line.replace(FRAMES, '').replace(/\s+/g, ' ');
  if (KEEP.test(text)) return FRAMED.test(line) || /^(?:пожалуйста|please|не|do)/i.test(text);
  return PLACE.test(text) && ASK.test(text) && (FRAMED.test(line) || OPENING.test(text));
}

/** How many lines the mark takes that begins at `at`; it may be folded. */
export function replyAboveLength(lines: readonly string[], at: number): number {
  const line = (lines[at] ?? '').slice(0, LONGEST + 1).trim();
  if (line.length < 6 || line.length > LONGEST) return 0;
  if (isMark(line)) return 1;
  const next = (lines[at + 1] ?? '').slice(0, LONGEST + 1).trim();
  const opens = next !== '' && (FRAMED.test(line) || OPENING.test(line)) && !/[.!?]$/.test(line);
  return opens && line.length > 30 && isMark(`${line} ${next}`) ? 2 : 0;
}
