import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identify } from '../../src/identity/identify.ts';
import type { Fio } from '../../src/identity/identity.ts';
import { readLetter } from '../../src/letter/read.ts';

function read(fresh: string, display = '', subject = '') {
  return identify({
    from: { address: 'a@example.ru', name: display },
    subject,
    split: { fresh, quoted: '', forwarded: null },
  });
}
const written = (fio: Fio | null) =>
  fio ? [fio.surname, fio.given, fio.patronymic].map((part) => part ?? '-').join(' ') : null;

describe('who is the applicant', () => {
  test.each([
    [
      'labels on own lines',
      'Фамилия: Коробейникова\nИмя: Зинаида\nОтчество: Матвеевна',
      'Коробейникова Зинаида Матвеевна',
    ],
    ['a table', 'Ф.И.О.\nБородина Ксения\nЕвгеньевна\nСНИЛС', 'Бородина Ксения Евгеньевна'],
    [
      'genitive after «от»',
      'от Трофимова Ивана Кузьмича,\nпроживающего по ул. Ивана Франко, 14',
      'Трофимов Иван Кузьмич',
    ],
    ['instrumental', 'Мною, Ырысбаевым Константином Даировичем, получено решение', 'Ырысбаев Константин Даирович'],
    ['lower case', 'здравствуйте меня зовут петрунина анна сергеевна не могу войти', 'Петрунина Анна Сергеевна'],
    ['capitals', 'Я, ГОРДЕЕВ ВАЛЕРИЙ АНАТОЛЬЕВИЧ, ТРЕТИЙ ДЕНЬ ЗВОНЮ', 'Гордеев Валерий Анатольевич'],
    ['Latin look-alikes', 'Здравствуйте! Koмapoвa Cвeтлaнa Юрьевна. Не узнаёт лицо.', 'Комарова Светлана Юрьевна'],
    ['letters apart', 'И в а н ч е н к о  Ю л и я  Олеговна, помогите', 'Иванченко Юлия Олеговна'],
    ['over several lines', 'Меня зовут\nЧерепанова\nЛюдмила\nЕфимовна', 'Черепанова Людмила Ефимовна'],
    ['son of', 'В паспорте записано: Мехтибейли Ильгар Гейдар оглы.', 'Мехтибейли Ильгар Гейдар оглы'],
    ['glued -улы', 'Сулейменов Ержан Кайратулы, гражданин РФ.', 'Сулейменов Ержан Кайратулы'],
    ['Vietnamese', 'Я вьетнамец. Нгуен Ван Тхань, отчества нет.', 'Нгуен Ван Тхань -'],
    ['Korean with a patronymic', 'Пак Геннадий Чен-Унович\nг. Южно-Сахалинск', 'Пак Геннадий Чен-Унович'],
    ['Latin script', 'Best regards,\nThomas Brandt', 'Brandt Thomas -'],
    ['initials', 'С уважением, Иванов И.И.', 'Иванов И. И.'],
    [
      'initials told in full',
      'Хуторной А.Ф. (полностью Хуторной Афанасий Филиппович).',
      'Хуторной Афанасий Филиппович',
    ],
    ['a surname that is a given name', 'Роман Павел Андреевич, СНИЛС 067-071-100 38.', 'Роман Павел Андреевич'],
    ['given name first', 'Асланбек Хамзатович Дударкаев, Грозный.', 'Дударкаев Асланбек Хамзатович'],
    ['former name beside', 'Лебединская Татьяна Олеговна (прежняя фамилия Воронцова)', 'Лебединская Татьяна Олеговна'],
    [
      'first of the signatories',
      'По поручению жильцов:\nБелозёров Аркадий Семёнович, старший\nГусева Валентина Петровна',
      'Белозёров Аркадий Семёнович',
    ],
    [
      'dictated',
      'ЗАЯВЛЕНИЕ\nот Касаткиной Евдокии Саввичны\n(печатает внучка Даша под диктовку)',
      'Касаткина Евдокия Саввична',
    ],
    ['given name alone', 'Здравствуйте, меня зовут Игорь, помогите', '- Игорь -'],
  ])('%s', (_case, text, expected) => expect(written(read(text).fio)).toBe(expected));

  test.each([
    ['the addressee', 'Начальнику отдела Сидорову Петру Петровичу\n\nПрошу помочь.'],
    ['a greeted official', 'Уважаемая Ирина Викторовна!\nПрошу помочь.'],
    ['the doctor', 'Врач Гальперин Марк Исаакович меня не слышит.'],
    ['whom one complains about', 'Жалуюсь на действия специалиста Кравченко Анны Львовны.'],
    ['a street', 'Живу на улице Маршала Георгия Жукова.'],
    ['an organisation', 'Школа имени Юрия Гагарина не работает.'],
    ['a name in quotation marks', 'Портал пишет «Иванов Иван Иванович не найден».'],
  ])('never %s', (_who, text) => expect(read(text).fio).toBeNull());

  test('a representative who names himself, and for whom he writes', () => {
    const { fio, onBehalfOf, snils, otherSnils } = read(
      'Пишу за мужа. Мужа зовут Барсуков Леонид Андреевич, его СНИЛС 210-589-060 43.\nЯ его жена, Барсукова Галина Ивановна, СНИЛС 032-586-123 41.',
    );
    expect(written(fio)).toBe('Барсукова Галина Ивановна');
    expect(written(onBehalfOf)).toBe('Барсуков Леонид Андреевич');
    expect([snils, otherSnils]).toEqual(['032-586-123 41', ['210-589-060 43']]);
  });

  test('a representative with a first name only stands back behind whom he writes for', () => {
    const { fio, snils } = read(
      'Обращаюсь в интересах отца.\nОтец: Кожемякин Владлен Сергеевич\nСНИЛС 081-179-115 57\nСын Сергей',
      'Sergey K',
    );
    expect(written(fio)).toBe('Кожемякин Владлен Сергеевич');
    expect(snils).toBe('081-179-115 57');
  });

  test('a forwarded letter speaks for the citizen who wrote it', () => {
    const inner = 'Я, Мещерякова Нина Тихоновна, СНИЛС 127-718-055 67, прошу удалить запись.';
    const { fio, fioSource } = identify({
      from: { address: 'm@example.ru', name: 'Марина Котова' },
      subject: 'Fwd: в поддержку',
      split: {
        fresh: `Пересылаю мамино письмо.\n\n${inner}`,
        quoted: '',
        forwarded: { from: { address: 'n@example.ru', name: 'Нина' }, subject: null, text: inner },
      },
    });
    expect([written(fio), fioSource]).toEqual(['Мещерякова Нина Тихоновна', 'forwarded']);
  });

  test.each([
    ['an enclosure does not speak for its writer', '007-enclosed', 'Котова Марина Андреевна', '112-233-445 95'],
    [
      'an office’s covering letter speaks for the citizen',
      '008-covering',
      'Мещерякова Нина Тихоновна',
      '127-718-055 67',
    ],
    ['a covering note says nothing of its own', '005-as-attachment', 'Мещерякова Нина Тихоновна', '127-718-055 67'],
  ])('an attached letter: %s', async (_rule, file, fio, snils) => {
    const letter = await readLetter(readFileSync(join(import.meta.dirname, `../letters/forward/${file}.eml`)));
    const identity = identify(letter);
    expect([written(identity.fio), identity.snils]).toEqual([fio, snils]);
  });

  test('the display name helps out, a nickname does not', () => {
    expect(written(read('Код не приходит', 'Шестаков Пётр Гаврилович').fio)).toBe('Шестаков Пётр Гаврилович');
    expect(written(read('меня зовут Пётр, код не приходит', 'Пётр Шестаков').fio)).toBe('Шестаков Пётр -');
    expect(read('Код не приходит', 'Мамочка двойняшек').fio).toBeNull();
    expect(read('Код не приходит', 'Отдел кадров').fio).toBeNull();
  });

  test('staff in the quoted tail are nobody, their greeting tells the patronymic', () => {
    const { fio, otherSnils } = identify({
      from: { address: 'o@example.ru', name: 'Ольга Белова' },
      subject: 'Re: вход',
      split: {
        fresh: 'Спасибо, работает.',
        quoted: 'Уважаемая Ольга Игоревна!\nОбразец СНИЛС: 112-233-445 95\nСпециалист Орлова Наталья Петровна',
        forwarded: null,
      },
    });
    expect(written(fio)).toBe('Белова Ольга Игоревна');
    expect(otherSnils).toEqual(['112-233-445 95']);
  });

  test('what the sender wrote before speaks for him, quoted under his address', () => {
    const { fio, fioSource, snils, otherSnils } = identify({
      from: { address: 'yolka@example.com', name: 'yolka' },
      subject: 'Re: выгрузка',
      split: {
        fresh: 'А если поставить точки самой?',
        quoted: [
          'вт, 24 нояб. 2026 г. в 12:30, Поддержка <support@help.example.ru>:',
          '> Проверьте СНИЛС по образцу 112-233-445 95.',
          '> Лев Маркович Фирсов, вторая линия',
          '>',
          '> > пн, 23 нояб. 2026 г. в 19:05, yolka <yolka@example.com>:',
          '> > Привет! Ёлкина Ева Львовна, СНИЛС 028-164-707 51',
        ].join('\n'),
        forwarded: null,
      },
    });
    expect([written(fio), fioSource]).toEqual(['Ёлкина Ева Львовна', 'quoted']);
    expect([snils, otherSnils]).toEqual(['028-164-707 51', ['112-233-445 95']]);
  });

  test('the owner of a borrowed mailbox is not the author', () => {
    expect(written(read('Пишу с почты сына. Кузнецова Мария', 'Лужин Пётр').fio)).toBe('Кузнецова Мария -');
  });

  test.each([
    ['СНИЛС мужа 028-164-707 51, мой 112-233-445 95'],
    ['СНИЛС 028-164-707 51 (муж), 112-233-445 95 (я)'],
    ['не 028-164-707 51, а 112-233-445 95'],
    ['В базе числится 028-164-707 51, а на самом деле 112-233-445 95'],
    ['сначала вбил 028-164-707 51 это я цифры перепутал, настоящий 112-233-445 95'],
  ])('whose number: %s', (text) => {
    const { snils, otherSnils } = read(text);
    expect([snils, otherSnils]).toEqual(['112-233-445 95', ['028-164-707 51']]);
  });

  test('initials are told in full beside them', () => {
    expect(written(read('Конев С.Я. (Станислав Янович)').fio)).toBe('Конев Станислав Янович');
  });

  test('a number that the author takes back is not his', () => {
    const { snils, otherSnils } = read(
      'Тарасевич Надежда Викторовна. СНИЛС 167-635-381 10, ой нет, опечаталась, правильно 167-635-381 01.',
    );
    expect([snils, otherSnils]).toEqual(['167-635-381 01', ['167-635-381 10']]);
  });
});
