/** Files of a letter as staff see them: identifier, name, type, size, verdict and why (domain.md §4, §8). Pure. */
import type { Advice, JudgedFile, RefusalReason } from '../attachment/verdict.ts';
import { shownFile } from './answered-files.ts';
import { lineOf } from './prose.ts';
import { countText, listText } from './wording.ts';

export type ListedFile = Pick<JudgedFile, 'name' | 'declared' | 'type' | 'bytes' | 'verdict' | 'reason' | 'advice'> & {
  /** Identifier of the file in the register. */
  id: string;
};

const FILES_NAMED = 300;

const REASONS: Record<RefusalReason, string> = {
  type: 'такой тип не принимаем',
  'name-mismatch': 'имя не сходится с содержимым или внутри ещё один файл',
  archive: 'архив',
  damaged: 'повреждён',
  empty: 'пустой',
  encrypted: 'защищён паролем или запретом',
  'active-content': 'внутри команды для компьютера',
  'too-large': 'слишком большой',
  'total-too-large': 'вместе с другими больше допустимого',
  'too-many': 'лишний по счёту',
  'too-many-pixels': 'слишком много точек',
  withheld: 'почтовый сервер не отдаёт, осталось в почтовом ящике',
  infected: 'в нём вирус, заблокирован',
};

const ADVICE: Record<Advice, string> = {
  'large-image': 'картинка больше 2 МБ',
  'low-resolution': 'разрешение ниже 300 точек на дюйм',
  'blank-page': 'есть пустая страница',
  unreadable: 'плохо читается',
};

/** Variables of the part `listed-files`. @param infections what the antivirus scanner found in the letters outside their files */
export function listedFiles(files: readonly ListedFile[], infections: readonly string[] = []) {
  return {
    // Which of them do not go with the letter is known when it is put together.
    left: [] as string[],
    fileless: false,
    infections: listText([...new Set(infections.map(lineOf))]),
    listed: files.slice(0, FILES_NAMED).map((file) => ({
      ...shownFile(file),
      type: file.type?.toUpperCase() ?? 'тип неизвестен',
      reason: file.reason === null ? null : REASONS[file.reason],
      advice: file.advice.map((one) => ADVICE[one]).join(', '),
    })),
    unlisted: files.length > FILES_NAMED ? countText(files.length - FILES_NAMED, ['файл', 'файла', 'файлов']) : null,
  };
}
