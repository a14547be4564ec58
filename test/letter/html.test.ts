import { expect, test } from 'vitest';
import { htmlText } from '../../src/letter/html.ts';

const SEEN: [what: string, html: string, text: string][] = [
  ['entities and non-breaking spaces are read', '6&nbsp;МБ &laquo;файл&raquo; &#8211; &amp;lt;', '6 МБ «файл» – &lt;'],
  ['white space is joined as a browser does', ' a\n   b\t<b> c</b> ', 'a b c'],
  ['every div and br is a line', '<div>a</div><div><br></div><div>b<br>c<br></div>', 'a\n\nb\nc'],
  ['paragraphs stand apart', '<p>a<p>b', 'a\n\nb'],
  ["Outlook's lines do not", '<p class="MsoNormal">a</p><p class="MsoNormal">b</p>', 'a\nb'],
  [
    'an empty line of Outlook is one',
    '<p class="MsoNormal">a</p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">b',
    'a\n\nb',
  ],
  ['pre keeps its lines', '<pre>a\n  b</pre>', 'a\n  b'],
  ['a label and its value stay on one line', '<table><tr><td>СНИЛС</td><td>112</td></tr></table>', 'СНИЛС\t112'],
  [
    'a value broken over lines stays with its label',
    '<table><tr><td>Ф.И.О.</td><td>Бородина Ксения<br>Евгеньевна</td></tr></table>',
    'Ф.И.О.\tБородина Ксения Евгеньевна',
  ],
  [
    'cells of a layout are read one below the other',
    '<table><tr><td>1<br>2<br>3<br>4</td><td>меню</td></tr></table>',
    '1\n2\n3\n4\nменю',
  ],
  ['lists are marked', '<ol><li>a<li>b</ol><ul><li>c</ul>', '1. a\n2. b\n\n- c'],
  ['links keep their text', '<a href="https://example.ru/x">личный кабинет</a>', 'личный кабинет'],
  [
    'quotes are marked',
    'да<blockquote>нет<br><br>ли<blockquote>так</blockquote></blockquote>',
    'да\n> нет\n>\n> ли\n> > так',
  ],
  [
    'an indented paragraph of Gmail is no quote',
    '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">отступ</blockquote>',
    'отступ',
  ],
  [
    'so is one of Apple, by its class',
    '<blockquote style="margin:0 0 0 40px" class="webkit-indent-blockquote">отступ</blockquote>',
    'отступ',
  ],
  [
    'a quote that Outlook drew anew keeps its bar',
    "да<blockquote style='border:none;border-left:solid #CCCCCC 1.0pt;padding:0cm 0cm 0cm 6.0pt'><p class=MsoNormal>нет",
    'да\n> нет',
  ],
  [
    'the bar of Outlook along all that is answered',
    "да<div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'><p class=MsoNormal>нет</div>",
    'да\n> нет',
  ],
  [
    'the rule of Outlook over what is answered is no quote',
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>От: a@b</div>",
    'От: a@b',
  ],
  ['no title, style, script', '<title>т</title><style>.Петров{}</style><script>var a="Сидорова"</script>да', 'да'],
  ['no hidden elements', '<p style="display:none">а</p><p hidden>б</p><i style="visibility: hidden">в</i>да', 'да'],
  ['no preheader', '<div style="max-height:0;overflow:hidden">а</div><span style="font-size:0px">б</span>да', 'да'],
  [
    'no element hidden by the style sheet',
    '<style>.pre , #x{display:none}</style><p class="a pre">а<p id=x>б<p>да',
    'да',
  ],
  ['what only a phone hides is seen', '<style>@media (max-width:600px){.d{display:none}}</style><p class="d">да', 'да'],
  [
    'letters inside a sizeless frame are seen',
    '<td style="font-size:0"><div style="font-size:13px">да</div></td>',
    'да',
  ],
  ['padding characters take no room', 'да&#8203;&zwnj;&shy;\u{feff}', 'да'],
  ['broken markup is read all the same', '<div <b>да</i></table><td>нет', 'да\nнет'],
];

test.each(SEEN)('%s', (_what, html, text) => {
  expect(htmlText(html)).toBe(text);
});

const HOSTILE: [what: string, html: string][] = [
  ['nested a million deep', '<div>'.repeat(1_000_000)],
  ['quotes in quotes', '<blockquote>a'.repeat(300_000)],
  ['tables in tables', '<table><tr><td>a'.repeat(200_000)],
  ['a row of endless cells', `<table><tr>${'<td>a'.repeat(500_000)}`],
  ['nothing but <', '<'.repeat(2_000_000)],
  ['an endless style sheet', `<style>${'{'.repeat(3_000_000)}`],
];

test.each(HOSTILE)('hostile HTML ends and stays small: %s', (_what, html) => {
  expect(htmlText(html).length).toBeLessThanOrEqual(html.length * 2);
});
