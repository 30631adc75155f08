import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';

/** Source that can report a killed process in its output although the cell itself does not fail. */
const STARTS_PROCESSES = /^\s*[!%]|subprocess|os\.system|Popen/m;

/** Whether the output of a cell with this source may report a failure, and so is worth reading. */
export function mayHoldFailure(source: string, success: boolean): boolean {
  return !success || STARTS_PROCESSES.test(source);
}

/** What a code cell printed and raised, in order. */
export function outputText(model: ICellModel): { text: string; hasError: boolean } {
  const { outputs } = model as ICodeCellModel;
  const texts: string[] = [];
  let hasError = false;
  for (let index = 0; index < outputs.length; index++) {
    const output = outputs.get(index).toJSON();
    if (output.output_type === 'stream') {
      texts.push(joined(output.text));
    } else if (output.output_type === 'error') {
      hasError = true;
      texts.push(joined(output.traceback), `${String(output.ename)}: ${String(output.evalue)}`);
    }
  }
  return { text: texts.join('\n'), hasError };
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('\n') : String(text ?? '');
}
