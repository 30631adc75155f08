// Output of the scripts: plain lines, the same on a terminal and in CI.

/** An error whose message tells the user what to do; it is printed without a stack trace. */
export class Trouble extends Error {}

export const say = text => console.log(text);

/** A duration in readable form: `0.4 s`, `12 s`, `2 min 5 s`. */
export function seconds(milliseconds) {
  const total = milliseconds / 1000;
  if (total < 10) {
    return `${total.toFixed(1)} s`;
  }
  const whole = Math.round(total);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Announces a piece of work, does it, and reports how long it took. */
export async function doing(title, work) {
  const start = Date.now();
  say(`- ${title} ...`);
  const result = await work();
  say(`  done in ${seconds(Date.now() - start)}`);
  return result;
}

/** Runs a script's main function; a `Trouble` becomes a one-line message and exit code 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Trouble ? `\nStopped: ${error.message}` : error);
    process.exitCode = 1;
  }
}
