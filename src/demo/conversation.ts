/**
 * One whole conversation of the demo, played by real letters: a citizen's letter that was given to an operator, the
 * operator's answer from a mail program, the citizen's word that all is well, and what the service makes of each.
 * Enters: a round that is answered and settled. Leaves: the letters one by one as they come, and the number of the ticket.
 * May fail: when the service does not send what is to come next.
 */
import { Fault } from '../fault.ts';
import { answerLetter, type Person, subjectOfAnswer } from './mail-client.ts';
import type { PostOffice } from './post-office.ts';
import { type Received, readReceived, ticketOf } from './received.ts';
import type { Errand } from './round.ts';
import { bytesOf } from './samples.ts';
import { PASSWORD } from './settings.ts';
import { operatorBy } from './staff.ts';

export interface Party {
  role: 'citizen' | 'operator' | 'office';
  name: string;
  address: string;
}

type Actor = Party & Person;

/** One letter of the conversation. */
export interface Entry {
  from: Party;
  to: Party;
  subject: string;
  /** What its writer wrote, without what stands quoted below. */
  text: string;
  /** Names of the files that go with it. */
  files: string[];
  /** Is the letter that it answers quoted below? */
  quotes: boolean;
  /** What the conversation is about, so that it is worth reading to the end. */
  weighty: boolean;
}

const OPERATORS_WORDS = `#решено

Код не приходил из-за сбоя у оператора связи. Сегодня сбой устранён, мы проверили.

Нажмите, пожалуйста, «Забыли пароль» ещё раз: код придёт в течение пяти минут. Введите его и придумайте новый пароль.

Вера Орлова
тел. 8 (800) 000-00-17, доб. 214
orlova@staff.example.ru`;

const CITIZENS_WORDS = 'Спасибо, всё получилось. Принимаю решение.';

/** For each answer of the service: it takes one second, on a slow machine a few. */
const PATIENCE_MS = 60_000;

/**
 * Plays the conversation.
 * @param opening the citizen's first letter, answered already
 * @param tell called with each letter, in their order
 * @throws Fault DEMO_CONVERSATION when a letter of the service does not come
 */
export async function playConversation(
  office: PostOffice,
  opening: Errand,
  tell: (entry: Entry) => void,
): Promise<string> {
  const first = await readReceived(await bytesOf(opening.sample));
  const receipt = opening.answer?.receipt;
  const ticket = receipt && ticketOf(receipt);
  const assignment = ticket && (await assignmentOf(office, ticket));
  const member = assignment && operatorBy(assignment.to);
  if (!member) throw new Fault('DEMO_CONVERSATION', 'the first letter was not given to an operator');

  const citizen: Actor = { role: 'citizen', ...first.author, password: null, program: 'yandex' };
  const operator: Actor = {
    ...{ role: 'operator', name: member.name, address: member.email },
    ...{ password: PASSWORD, program: 'outlook' },
  };
  const us: Party = { role: 'office', ...receipt.author };
  const wrote = (from: Party, to: Party, letter: Received, weighty = false) =>
    tell({ ...letter, from, to, quotes: false, weighty });
  /** One of them answers a letter of ours; the service writes to both. */
  const answer = async (actor: Actor, letter: Received, words: string) => {
    tell({
      from: actor,
      to: us,
      subject: subjectOfAnswer(letter),
      text: words,
      files: [],
      quotes: true,
      weighty: true,
    });
    const [toCitizen, toOperator] = await Promise.all([
      nextLetter(office, citizen.address, ticket),
      nextLetter(office, operator.address, ticket),
      answerLetter(office.smtpPort, actor, letter, words),
    ]);
    wrote(us, citizen, toCitizen, actor === operator);
    wrote(us, operator, toOperator);
    return toCitizen;
  };

  wrote(citizen, us, first);
  wrote(us, citizen, receipt);
  wrote(us, operator, assignment);
  const solution = await answer(operator, assignment, OPERATORS_WORDS);
  await answer(citizen, solution, CITIZENS_WORDS);
  return ticket;
}

/** The letter by which this ticket was given to an operator. */
async function assignmentOf(office: PostOffice, ticket: string): Promise<Received | null> {
  for (const { raw } of office.sent().filter(({ folder }) => folder === 'Staff')) {
    const letter = await readReceived(raw);
    if (ticketOf(letter) === ticket) return letter;
  }
  return null;
}

/** The next letter about this ticket to this person, from now on. */
function nextLetter(office: PostOffice, address: string, ticket: string): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  office.onSent(async ({ to, raw }) => {
    if (!to.includes(address)) return;
    const letter = await readReceived(raw);
    if (ticketOf(letter) === ticket) resolve(letter);
  });
  AbortSignal.timeout(PATIENCE_MS).addEventListener('abort', () => {
    reject(new Fault('DEMO_CONVERSATION', `${ticket}: nothing came to ${address}`));
  });
  return promise;
}
