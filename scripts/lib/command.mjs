// Runs other programs.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { ROOT } from './paths.mjs';
import { Trouble } from './say.mjs';

const LAST_LINES = 60;

/**
 * Runs a program until it exits and resolves with `{ code, output }`, whatever the
 * exit code is. The output is collected, and also written to `log` if given.
 */
export function capture(command, args, options = {}) {
  const { cwd = ROOT, env = process.env, log } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    const file = log ? createWriteStream(log, { flags: 'a' }) : null;
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', part => {
        parts.push(part);
        file?.write(part);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      file?.end();
      const output = Buffer.concat(parts).toString('utf8');
      resolve({
        code: code ?? 1,
        output: signal ? `${output}\n${signal}` : output
      });
    });
  });
}

/** Like `capture`, but throws a `Trouble` with the end of the output if the program fails. */
export async function must(command, args, options = {}) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) {
    throw new Trouble(
      `\`${[command, ...args].join(' ')}\` failed (exit code ${code}):\n${tail(output)}`
    );
  }
  return output;
}

export function tail(output, lines = LAST_LINES) {
  const all = output.trimEnd().split('\n');
  return all.slice(-lines).join('\n');
}

/** Full path of a program on PATH, or null. */
export function which(name, path = process.env.PATH ?? '') {
  return (
    path
      .split(delimiter)
      .filter(Boolean)
      .map(folder => join(folder, name))
      .find(existsSync) ?? null
  );
}
