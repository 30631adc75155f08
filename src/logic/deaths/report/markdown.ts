/**
 * A death as Markdown, to paste into an issue or send to an administrator.
 *
 * It contains what the dialog shows. It never lists environment variables, and the only paths it
 * adds are the notebook's and those of the evidence (system files). The source of the cell and the
 * kernel's last lines are quoted as they are.
 */
import { sourceWord, supportWord } from '../explain/evidenceWords';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';
import type { ReportNumber } from './reportNumbers';
import type { DeathReport, RunningCell } from '../../types';

export interface ReportParts {
  /** null: the server sent none. */
  report: DeathReport | null;
  cell: RunningCell | null;
  numbers: readonly ReportNumber[];
  explanation: Explanation;
}

export function markdownReport(parts: ReportParts, trans: Translate): string {
  const { report, cell, explanation } = parts;
  return [
    `## ${explanation.title}`,
    explanation.sentence,
    explanation.lines.join('\n'),
    table(rowsOf(parts, trans)),
    ...(cell ? cellSection(cell, trans) : []),
    ...(report && report.evidence.length > 0 ? evidenceSection(report, trans) : [])
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');
}

type Row = readonly [label: string, value: string | null];

function rowsOf({ report, numbers }: ReportParts, trans: Translate): Row[] {
  const figures = numbers.map(({ label, value }) => [label, value] as const);
  return report === null
    ? figures
    : [
        [trans.__('Notebook'), report.kernel.path],
        [trans.__('Kernel'), report.kernel.displayName ?? report.kernel.name],
        [trans.__('Time'), new Date(report.timeMs).toISOString()],
        ...figures,
        [trans.__('Cause'), `${report.details.cause} (${report.confidence})`]
      ];
}

function table(rows: readonly Row[]): string {
  const lines = rows.flatMap(([label, value]) =>
    value === null ? [] : [`| ${label} | ${cellText(value)} |`]
  );
  return lines.length === 0 ? '' : ['| | |', '|---|---|', ...lines].join('\n');
}

function cellSection(cell: RunningCell, trans: Translate): string[] {
  return [
    cell.position === null
      ? `### ${trans.__('Running at that moment')}`
      : `### ${trans.__('Running at that moment: cell %1', cell.position)}`,
    fenced(cell.source, 'python')
  ];
}

function evidenceSection(report: DeathReport, trans: Translate): string[] {
  return [
    `### ${trans.__('Evidence')}`,
    report.evidence
      .map(
        item =>
          `- ${sourceWord(item.source, trans)} (\`${item.origin}\`), ${supportWord(item, trans)}:\n\n` +
          indent(fenced(item.text, ''))
      )
      .join('\n'),
    ...(report.stderr.length > 0
      ? [`### ${trans.__('Last lines of the kernel')}`, fenced(report.stderr.join('\n'), '')]
      : [])
  ];
}

/** Puts the text in a code fence that is longer than any run of backticks in it. */
function fenced(text: string, language: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(run => run.length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

function cellText(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}
