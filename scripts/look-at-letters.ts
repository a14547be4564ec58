/**
 * Writes every letter that the templates can make, with invented people, so that they can be looked at:
 * `node scripts/look-at-letters.ts FOLDER [TEMPLATES [NAME]]` leaves NAME.txt, NAME.html and, where chromium is installed,
 * NAME-360.png and NAME-800.png (the widths of a phone and of a mail client). With NAME only letters whose name begins so.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sampleLetters } from '../src/template/samples/letters.ts';
import { OWN_TEMPLATES, openTemplates } from '../src/template-files.ts';

const WIDTHS = [360, 800];

const [folder, templates = OWN_TEMPLATES, only = ''] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/look-at-letters.ts FOLDER [TEMPLATES [NAME]]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const renderer = openTemplates(templates);
const chromium = findChromium();
if (chromium === null) console.error('no chromium here: text and HTML only');

for (const { name, template, variables } of sampleLetters().filter((letter) => letter.name.startsWith(only))) {
  const { subject, text, html } = renderer.render(template, variables);
  const page = resolve(folder, `${name}.html`);
  writeFileSync(resolve(folder, `${name}.txt`), `${subject}\n\n${text}`);
  writeFileSync(page, html);
  if (chromium !== null) for (const width of WIDTHS) photograph(chromium, page, width);
}

function findChromium(): string | null {
  const found = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  return found ?? null;
}

/**
 * Chromium's own window is never narrower than 500, so a narrow letter is shown in a frame of its width.
 */
function photograph(browser: string, page: string, width: number): void {
  const profile = mkdtempSync(join(tmpdir(), 'look-'));
  const frame = join(profile, 'frame.html');
  const height = width < 500 ? 3600 : 2000;
  writeFileSync(
    frame,
    `<body style="margin:0"><iframe src="file://${page}" style="border:0;width:${width}px;height:${height}px">`,
  );
  const quiet = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--hide-scrollbars',
  ];
  const alone = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const picture = [
    `--screenshot=${page.replace(/\.html$/, `-${width}.png`)}`,
    `--window-size=${Math.max(width, 500)},${height}`,
  ];
  try {
    execFileSync(browser, [...quiet, ...alone, `--user-data-dir=${profile}`, ...picture, `file://${frame}`], {
      stdio: 'ignore',
    });
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
