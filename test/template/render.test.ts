import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReceiptFacts, receiptLetter } from '../../src/template/receipt.ts';
import { createRenderer } from '../../src/template/render.ts';
import { BARE } from '../../src/template/samples/receipts.ts';
import { verifyTemplates } from '../../src/template/verify.ts';
import { OWN_TEMPLATES, openTemplates, readTemplates } from '../../src/template-files.ts';

const sources = readTemplates(OWN_TEMPLATES);
const small = (letter: string, subject = 'тема') => ({
  'letters/small.subject': subject,
  'letters/small': letter,
  'forms/text/box': '[{{ content | oneline }}]',
  'forms/html/box': '<b title="{{ title }}">{{ content }}</b>',
});
const render = (letter: string, variables: object = {}, subject?: string) =>
  createRenderer(small(letter, subject)).render('small', variables);

describe('a value from a citizen', () => {
  const nasty = `{{ number }}{% raw %}<script>alert('1')</script>"&\r\nBcc: spam@example.com\r\n\r\n`;

  test('is shown as it is and never read as Liquid or HTML', () => {
    const { text, html } = render('{{ value }}', { value: '{{ 7 | times: 6 }} <b>&"\'' });
    expect(text).toBe('{{ 7 | times: 6 }} <b>&"\'\n');
    expect(html).toBe('{{ 7 | times: 6 }} &lt;b&gt;&amp;&quot;&#39;\n');
  });

  test('is escaped whatever the author of a template forgets or tries', () => {
    for (const way of [
      '{{ v }}',
      '{{ v | raw }}',
      '{{ v | upcase | downcase }}',
      '{% echo v %}',
      '{% assign w = v %}{{ w | raw }}',
      '{% box title: v %}{{ v }}{% endbox %}',
      '{% cycle v, v %}',
      '{{ v | append: v }}',
    ]) {
      const { html } = render(way.startsWith('{% box') ? way : `{% box title: '' %}${way}{% endbox %}`, {
        v: '<i a="b">',
      });
      expect(html).toContain('&lt;i a=&quot;b&quot;&gt;');
      expect(html).not.toContain('<i');
    }
  });

  test('adds no line to a subject', () => {
    expect(render('', { value: nasty }, 'о {{ value }}').subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });

  test('does no harm in any fact of a real letter', () => {
    const renderer = openTemplates(OWN_TEMPLATES);
    const tags = (html: string) => html.match(/<[^>]*>/g)?.length;
    const write = (value: string) => {
      const facts: ReceiptFacts = {
        ...BARE,
        office: { name: value, address: `${value}@example.org` },
        number: value,
        files: [{ id: value, name: value, type: value, bytes: 1, verdict: 'refused', reason: 'type', advice: [] }],
      };
      const { template, variables } = receiptLetter(facts);
      return renderer.render(template, variables);
    };
    const usual = tags(write('x').html);
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.constant(nasty)), (value) => {
        const { subject, html } = write(value);
        expect(subject).not.toMatch(/[\r\n]/);
        expect(tags(html)).toBe(usual);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a broken template is an error at start that names the place', () => {
  const broken = (path: string, change: (source: string) => string) => () =>
    verifyTemplates(createRenderer({ ...sources, [path]: change(sources[path] ?? '') }));

  test.each([
    [
      'a variable that does not exist',
      'parts/facts',
      (s: string) => s.replace('dueDay', 'dueDate'),
      /parts\/facts\.liquid: .*dueDate.* line:6/,
    ],
    [
      'a variable in a rare branch',
      'parts/refusal',
      (s: string) => s.replace('limits.maxFile', 'limits.max'),
      /parts\/refusal\.liquid: .*limits\.max, line:\d+/,
    ],
    [
      'a filter that does not exist',
      'letters/receipt.subject',
      (s: string) => s.replace('number', 'number | bold'),
      /letters\/receipt\.subject\.liquid: .*bold.* line:1/,
    ],
    [
      'a form that is not closed',
      'parts/greeting',
      (s: string) => s.replace('{% endparagraph %}', ''),
      /parts\/greeting\.liquid: .*not closed/,
    ],
    [
      'a tag that does not exist',
      'parts/next',
      (s: string) => s.replace('heading', 'headline'),
      /parts\/next\.liquid: .*headline/,
    ],
    [
      'a part that does not exist',
      'letters/addition',
      (s: string) => s.replace('parts/facts', 'parts/fact'),
      /letters\/addition\.liquid: .*parts\/fact/,
    ],
    ['an empty subject', 'letters/receipt.subject', () => '', /letters\/receipt\.subject.*empty/],
  ])('%s', (_what, path, change, message) => {
    expect(broken(path, change)).toThrow(expect.objectContaining({ code: 'TEMPLATE_BROKEN', permanent: true }));
    expect(broken(path, change)).toThrow(message);
  });

  test('a letter that has no template', () => {
    const { 'letters/addition.subject': _left, ...rest } = sources;
    expect(() => verifyTemplates(createRenderer(rest))).toThrow(/letters\/addition/);
  });

  test('in the directory that the office named', () => {
    const directory = mkdtempSync(join(tmpdir(), 'priemnaya-templates-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    cpSync(OWN_TEMPLATES, directory, { recursive: true });
    writeFileSync(join(directory, 'letters/receipt.subject.liquid'), '{{ nobody }}');
    expect(() => openTemplates(directory)).toThrow(
      `the letter templates in ${directory} are broken:\nletters/receipt.subject.liquid: `,
    );
  });

  test('a folder that is not there', () => {
    expect(() => openTemplates(`${OWN_TEMPLATES}/nowhere`)).toThrow(
      expect.objectContaining({ code: 'TEMPLATES_UNREADABLE' }),
    );
  });
});

test('forms are written inside one another', () => {
  const { text, html } = render("{% box title: 'a' %} one\n {% box title: 'b' %}{{ v }}{% endbox %}{% endbox %}", {
    v: '<',
  });
  expect(text).toBe('[one [<]]\n');
  expect(html.replace(/\s+/g, ' ')).toBe('<b title="a"> one <b title="b">&lt;</b></b> ');
});
