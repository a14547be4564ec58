import { expect, test } from 'vitest';
import { type Intent, intentOf } from '../../src/ticket/intent.ts';

const REF = 'ТП-2026-000123';

test.each<[string, string, boolean, string | null, Intent]>([
  ['Не могу войти', 'Код не приходит.', false, null, 'new'],
  ['Re: вход', 'Высылаю СНИЛС 112-233-445 95.', true, REF, 'reply'],
  [`Статус обращения ${REF}`, 'Что с ним?', false, REF, 'status'],
  ['Re: вход', 'Когда будет ответ?', true, REF, 'status'],
  [`Повторное обращение ${REF}`, 'Проблема осталась.', false, REF, 'repeat'],
  ['Повторно', 'Пишу второй раз.', false, null, 'repeat'],
  [`Обжалование решения ${REF}`, 'Прошу отменить.', false, REF, 'appeal'],
  ['Re: решение', 'Принять', true, REF, 'accept'],
  ['Re: решение', 'Спасибо большое, всё заработало!', true, REF, 'accept'],
  ['Re: решение', 'Решение принимаю, благодарю.', true, REF, 'accept'],
  ['Re: решение', 'Отказать. Страница всё так же не открывается.', true, REF, 'refuse'],
  ['Re: решение', 'Не помогло, ошибка та же.', true, REF, 'refuse'],
  ['Re: решение', 'Спасибо, но проблема не решена.', true, REF, 'refuse'],
  ['Принять', 'Прошу принять документы.', false, null, 'new'],
  ['Отказать', 'Мне отказали в справке.', false, null, 'new'],
  ['Re: вход', 'Прошу закрыть обращение, вопрос решился.', true, REF, 'close'],
  [`Закрыть обращение ${REF}`, '', false, REF, 'close'],
  ['Re: вход', 'Не закрывайте обращение, пожалуйста, я пришлю скан.', true, REF, 'reply'],
  [`Повторное ${REF}`, 'Прошу ответить.', false, REF, 'repeat'],
  ['Re: решение', 'Благодарю, вопрос закрыт.', true, REF, 'accept'],
  ['Re: вход', 'Можно закрывать, справился сам.', true, REF, 'close'],
  ['Re: вход', 'Почему закрыли обращение? Ничего не решено!', true, REF, 'refuse'],
  ['Re: решение', 'Всё равно ошибка 502.', true, REF, 'refuse'],
  ['Re: вход', 'Закрыть вкладку или нажать «Принять»?', true, REF, 'reply'],
])('%s | %s (reply: %s, %s) → %s', (subject, fresh, isReply, ticketRef, intent) => {
  expect(intentOf({ subject, split: { fresh, quoted: '', forwarded: null }, isReply, ticketRef })).toBe(intent);
});
