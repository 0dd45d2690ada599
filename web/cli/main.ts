// SPDX-License-Identifier: Apache-2.0
// The command line: scripts/tabtune starts this. One sentence on standard error says what went wrong.
import type { NodeEngine } from './engine';
import { startEngine } from './engine';
import { didYouMean } from './nearest';
import { cache } from './hub';
import { VERSION } from '../hub/version';
import { checkApart, checkWritable } from './write';
import { plan } from './plan';
import { pretrain } from './pretrain';
import { evaluate, predict } from './predict';
import { clear, say } from './terminal';
import { recipe } from './recipe';
import { tokenize } from './tokenize';
import { Interrupted } from './run';
import { train } from './train';
import { COMMANDS, helpOf, OVERVIEW, parseArguments, UsageError, type Arguments } from './usage';

const RUN: Record<string, (args: Arguments, engine: NodeEngine) => Promise<void>> = {
  train,
  pretrain,
  eval: evaluate,
  predict,
  plan,
  recipe,
};

/** Of a command without the engine. */
const NO_SCHEMA = { options: [], tasks: [] };

async function run(command: string | undefined, rest: string[]): Promise<void> {
  if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(OVERVIEW);
    if (command === undefined) throw new UsageError('no command was given');
    return;
  }
  if (command === '--version') {
    process.stdout.write(`tabtune ${VERSION}\n`);
    return;
  }
  if (!Object.hasOwn(COMMANDS, command))
    throw new UsageError(`there is no command "${command}"${didYouMean(command, Object.keys(COMMANDS))}`);
  if (command === 'tokenize' && !rest.includes('--help') && !rest.includes('-h'))
    return tokenize(parseArguments(command, rest, NO_SCHEMA));
  if (command === 'cache' && !rest.includes('--help') && !rest.includes('-h'))
    return cache(parseArguments(command, rest, NO_SCHEMA));
  const engine = await startEngine(engineSettings(rest));
  const args = parseArguments(command, rest, engine.info.schema);
  if (args.help) process.stdout.write(helpOf(command, engine.info.schema));
  else {
    const { report, out, resume } = args.values;
    await checkApart(args.values, command === 'predict');
    await checkWritable(report);
    await checkWritable(resume);
    if (command === 'predict') await checkWritable(out);
    await RUN[command]!(args, engine);
  }
}

/** --threads and --build are needed before the schema, which the engine has, says what else there is. */
function engineSettings(args: string[]): Arguments['values'] {
  const value = (name: string): string | undefined => {
    const at = args.findLastIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
    return at < 0 ? undefined : args[at]!.includes('=') ? args[at]!.slice(name.length + 3) : args[at + 1];
  };
  return { threads: value('threads'), build: value('build') };
}

function exitStatus(error: unknown): number {
  if (error instanceof UsageError) return 2;
  return error instanceof Interrupted ? 130 : 1;
}

const [command, ...rest] = process.argv.slice(2);
// Closed by its reader (a pipe into head): of the texts of tokenize nothing more is wanted; a training goes on. On a
// full disk the output is lost.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    say(`The standard output cannot be written: ${error.message}.`);
    process.exit(1);
  }
  if (command === 'tokenize') process.exit(0);
});
process.stderr.on('error', () => undefined);
try {
  await run(command, rest);
  clear();
} catch (error) {
  clear();
  const hint =
    error instanceof UsageError
      ? ` (see tabtune ${Object.hasOwn(COMMANDS, command ?? '') ? `${command} ` : ''}--help)`
      : '';
  say(`tabtune: ${error instanceof Error ? error.message : String(error)}${hint}`);
  process.exitCode = exitStatus(error);
}
// The engine's threads would keep the process alive; what was written is first let out.
process.stdout.write('', () => process.exit());
