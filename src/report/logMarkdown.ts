import { fenced } from './fenced.ts';

/** What `diff` prints, as Markdown for a job's summary: the verdict as its heading, and the lines before it. */
export function logMarkdown(lines: readonly string[]): string {
  const verdict = lines.at(-1)?.replace(/^verdict: /, '') ?? '';
  const sign = /^(exact|f64|f32|printed)\b/.test(verdict) ? '✅' : '❌';
  return `## ${sign} microgpt.py: ${verdict}\n\n${fenced(lines.slice(0, -1).join('\n'))}\n\n`;
}
