/**
 * A death as Markdown, for an issue or an administrator.
 *
 * It holds what the dialog shows. It never holds environment variables, and no
 * path but the notebook's and those of the evidence (files of the system).
 */
import { supportWord } from './explain/verdictWords';
import type { Explanation, Translate } from './explain/types';
import { reportNumbers } from './reportNumbers';
import type { DeathReport, RunningCell } from './types';

export function markdownReport(
  report: DeathReport | null,
  cell: RunningCell | null,
  explanation: Explanation,
  trans: Translate
): string {
  return [
    `## ${explanation.title}`,
    explanation.sentence,
    explanation.lines.join('\n'),
    ...(report ? facts(report, trans) : []),
    ...(cell ? cellSection(cell, trans) : []),
    ...(report && report.evidence.length > 0 ? evidenceSection(report, trans) : [])
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n');
}

function facts(report: DeathReport, trans: Translate): string[] {
  const rows = [
    [trans.__('Notebook'), report.kernel.path],
    [trans.__('Kernel'), report.kernel.displayName ?? report.kernel.name],
    [trans.__('Time'), new Date(report.timeMs).toISOString()],
    ...reportNumbers(report, trans).map(number => [number.label, number.value]),
    [trans.__('Cause'), `${report.cause} (${report.confidence})`]
  ];
  return [
    [
      '| | |',
      '|---|---|',
      ...rows
        .filter(([, value]) => value !== null)
        .map(([label, value]) => `| ${label} | ${cellText(value ?? '')} |`)
    ].join('\n')
  ];
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
          `- ${item.source} (${item.origin}), ${supportWord(item, trans)}:\n\n` +
          indent(fenced(item.text, ''))
      )
      .join('\n'),
    ...(report.stderr.length > 0
      ? [`### ${trans.__('Last lines of the kernel')}`, fenced(report.stderr.join('\n'), '')]
      : [])
  ];
}

/** A fence that is longer than any run of backticks in the text. */
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
