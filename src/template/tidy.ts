/** The tags of a template leave blank lines behind: one between paragraphs is enough, and none at either end. */
export function tidy(written: string): string {
  const lines = written.split('\n').map((line) => line.trim());
  return `${lines
    .filter((line, at) => line !== '' || lines[at - 1] !== '')
    .join('\n')
    .trim()}\n`;
}
