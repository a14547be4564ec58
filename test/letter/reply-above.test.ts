/** The lines by which ticket systems tell where an answer ends; what people say of lines is none. */

import { expect, test } from 'vitest';
import { splitText } from '../../src/letter/quote.ts';
import { replyAboveLength } from '../../src/letter/reply-above.ts';

test.each([
  '##- Please type your reply above this line -##',
  '-- reply above this line --',
  '--- Reply ABOVE THIS LINE to post a reply or comment ---',
  '***** Пожалуйста, пишите выше этой линии *****',
  '=-=-=-= Пожалуйста, отвечайте выше этой строки =-=-=-=',
  'Пожалуйста, введите ваш ответ над этой строкой',
  'Ответ пишите выше этой черты.',
  '--------- Ответьте над этой чертой, чтобы добавить комментарий ---------',
  '[Please do not write below this line]',
  '>>> Напишите ответ выше этой строки <<<',
  '(Ваш ответ будет добавлен, если вы напишете его выше этой строки)',
  '~*~*~ To reply, type above this line ~*~*~',
  '_____ Ваше сообщение должно быть выше этой строки _____',
  '## Не удаляйте эту строку. Пишите ответ выше неё ##',
  '- - - - Reply above this line - - - -',
  '*Ответ вводите выше этой строки*',
  '##- Пожалуйста, чтобы ответить на это обращение, пишите текст\nвыше этой строки -##',
])('%j and all below it is quoted', (mark) => {
  const below = `${mark}\n\nЗдравствуйте, Вера!\nВаше обращение рассмотрено.`;
  expect(splitText(`Спасибо, не помогло.\n\n${below}`)).toMatchObject({ fresh: 'Спасибо, не помогло.', quoted: below });
});

test.each([
  'Я не понял, что писать выше этой строки в бланке.',
  'В справке выше этой строки ответ напечатан с ошибкой.',
  'Ответьте мне, пожалуйста.',
  'Смотрите строку выше, там ответ.',
  '--',
  '- выше написал, ответа нет',
])('%j is the sender’s', (line) => {
  expect(replyAboveLength([line], 0)).toBe(0);
});
