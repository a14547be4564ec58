/** Answers as mail programs send them: HTML with the answered letter below, each in its own way. */

/** The text of the answered letter, shortened. */
const QUOTED = 'Мы получили ваше письмо. Статус: В работе.';

const paragraphs = (text: string, make: (line: string) => string) => text.split('\n').map(make).join('');

export const CLIENTS: [string, (text: string) => string][] = [
  [
    'Outlook',
    (text) =>
      `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><style><!-- p.MsoNormal {margin:0cm;font-family:"Calibri",sans-serif} --></style></head><body lang=RU link="#0563C1"><div class=WordSection1>${paragraphs(text, (line) => `<p class=MsoNormal><span>${line}<o:p></o:p></span></p>`)}<p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>От:</b> Приёмная &lt;support@example.org&gt; <br><b>Отправлено:</b> 22 ноября 2026 г. 10:15<br><b>Кому:</b> получатель<br><b>Тема:</b> обращение<o:p></o:p></p></div></div><p class=MsoNormal>${QUOTED}<o:p></o:p></p></div></body></html>`,
  ],
  [
    'Outlook in English',
    (text) =>
      `<html><body><div class="WordSection1">${paragraphs(text, (line) => `<p class="MsoNormal">${line}</p>`)}<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> support@example.org [mailto:support@example.org] <br><b>Sent:</b> Sunday, November 22, 2026 10:15 AM<br><b>To:</b> somebody<br><b>Subject:</b> a matter</p></div><p class="MsoNormal">${QUOTED}</p></div></body></html>`,
  ],
  [
    'Gmail',
    (text) =>
      `<div dir="ltr">${paragraphs(text, (line) => `<div>${line}</div>`)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">вс, 22 нояб. 2026 г. в 10:15, Приёмная &lt;<a href="mailto:support@example.org">support@example.org</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><p>${QUOTED}</p></blockquote></div>`,
  ],
  [
    'Yandex',
    (text) =>
      `${paragraphs(text, (line) => `<div>${line}</div>`)}<div> </div><div>22.11.2026, 10:15, "Приёмная" &lt;support@example.org&gt;:</div><blockquote><p>${QUOTED}</p></blockquote>`,
  ],
  [
    'Mail.ru',
    (text) =>
      `<HTML><BODY>${paragraphs(text, (line) => `<div>${line}</div>`)}<br><blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px;">Воскресенье, 22 ноября 2026, 10:15 +03:00 от Приёмная &lt;support@example.org&gt;:<br><div id=""><p>${QUOTED}</p></div></blockquote></BODY></HTML>`,
  ],
  [
    'Apple Mail',
    (text) =>
      `<html><body style="overflow-wrap: break-word;">${paragraphs(text, (line) => `<div>${line}</div>`)}<div><br><blockquote type="cite"><div>22 нояб. 2026 г., в 10:15, Приёмная &lt;support@example.org&gt; написал(а):</div><br class="Apple-interchange-newline"><div>${QUOTED}</div></blockquote></div></body></html>`,
  ],
  [
    'Thunderbird',
    (text) =>
      `<html><body>${paragraphs(text, (line) => `<p>${line}</p>`)}<div class="moz-cite-prefix">22.11.2026 10:15, Приёмная пишет:<br></div><blockquote type="cite" cite="mid:x@example.org"><p>${QUOTED}</p></blockquote></body></html>`,
  ],
];

export const QUOTED_WORDS = /Мы получили ваше письмо/;
