import type { NativeCrash, OtherSignal, SharedMemoryFull } from '../../types';
import { formatBytes } from '../../words/units';
import type { DeathContext, Explanation, NextStep } from '../types';
import type { Translate } from '../../words/translate';
import { crashed, stderrLine } from './words';

/** SIGSEGV: native code touched memory that is not its own. */
export function segfault(
  { report, trans }: DeathContext,
  { module: library }: NativeCrash
): Explanation {
  return {
    title: trans.__('Crash in native code'),
    sentence:
      library === null
        ? trans.__(
            '%1 in native code: it touched memory that was not its own (segmentation fault).',
            crashed(report.confidence, trans)
          )
        : trans.__(
            '%1 inside %2: it touched memory that was not its own (segmentation fault).',
            crashed(report.confidence, trans),
            library
          ),
    lines: [notMemory(trans)],
    nextSteps: [
      faulthandler(trans),
      suspectLibrary(packagedLibrary(library), trans),
      deepRecursion(trans)
    ]
  };
}

/** SIGABRT: a library noticed damage and gave up. */
export function abort({ report, trans }: DeathContext): Explanation {
  return {
    title: trans.__('Native code gave up'),
    sentence: trans.__(
      '%1 because native code called abort(), which it does on damage that it cannot repair.',
      crashed(report.confidence, trans)
    ),
    lines: stderrLine(report, trans),
    nextSteps: [faulthandler(trans), suspectLibrary(null, trans)]
  };
}

/** SIGBUS with room left in /dev/shm: usually a mapped file was truncated. */
export function busError({ report, trans }: DeathContext): Explanation {
  return {
    title: trans.__('Part of an open file went away'),
    sentence: trans.__(
      '%1 because it read past the end of a mapped file (bus error).',
      crashed(report.confidence, trans)
    ),
    lines: [
      trans.__(
        'A mapped file is read as if it were memory, as safetensors, torch and numpy do. This fails when the file is cut or replaced while it is open, when a download is incomplete, or when a network drive goes away.'
      ),
      trans.__(
        'The same happens when shared memory (/dev/shm) is full. What the kernel itself held there is gone with it, so that would not be seen now.'
      )
    ],
    nextSteps: [
      {
        text: trans.__(
          'Check that the files are complete and that nothing writes to them; load the model or data again from a fresh copy.'
        ),
        place: 'cell'
      }
    ]
  };
}

/** SIGBUS while /dev/shm was full. */
export function sharedMemoryFull(
  { report, trans }: DeathContext,
  { totalBytes }: SharedMemoryFull
): Explanation {
  return {
    title: trans.__('Shared memory is full'),
    sentence: trans.__(
      '%1 because the shared memory (/dev/shm) was full.',
      crashed(report.confidence, trans)
    ),
    lines: [trans.__('/dev/shm holds %1 here.', formatBytes(totalBytes))],
    nextSteps: moreSharedMemory(trans)
  };
}

/** SIGILL: machine code for another processor. */
export function illegalInstruction(
  { report, trans }: DeathContext,
  { module: library }: NativeCrash
): Explanation {
  const packaged = packagedLibrary(library);
  return {
    title: trans.__('Built for another processor'),
    sentence: trans.__(
      '%1 because %2 uses an instruction that this processor does not know.',
      crashed(report.confidence, trans),
      library ?? trans.__('a library')
    ),
    lines: [],
    nextSteps: [
      {
        text:
          packaged === null
            ? trans.__(
                'Install the package in a build for this processor: an older version, one from conda-forge, or one that is compiled here.'
              )
            : trans.__(
                'Install the package that brings %1 in a build for this processor: an older version, one from conda-forge, or one that is compiled here.',
                packaged
              ),
        // The name of a file does not tell which package it belongs to.
        snippet: {
          language: 'shell',
          text: 'pip install --force-reinstall --no-binary PACKAGE PACKAGE'
        }
      }
    ]
  };
}

/** Any other signal: name it, and claim nothing about the cause. */
export function otherSignal({ report, trans }: DeathContext, { signal }: OtherSignal): Explanation {
  const name = report.exit.signalName ?? String(signal);
  return {
    title: trans.__('Ended by a signal'),
    sentence: trans.__('The kernel was ended by the signal %1.', name),
    lines: [],
    nextSteps: [
      {
        text: trans.__(
          'If it happens again, ask who runs this server; the copied report has the exact time.'
        ),
        place: 'report'
      }
    ]
  };
}

/**
 * The C library, its loader and threads, the runtimes of C++ and gcc, and Python itself. They crash
 * when they are handed what other code has corrupted, so there is no package to blame.
 */
const SYSTEM_LIBRARY =
  /^(lib(c|m|pthread|dl|rt|stdc\+\+|gcc_s)[.-]|libpython\d|ld[.-]|(python|pypy)[\d.]*$)/;

/** The library, if a Python package may have brought it; else null. */
function packagedLibrary(library: string | null): string | null {
  return library === null || SYSTEM_LIBRARY.test(library) ? null : library;
}

function notMemory(trans: Translate): string {
  return trans.__('This is a fault in a library, not a lack of memory.');
}

function faulthandler(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Run the cell again with this line on top: the Python stack at the crash then appears in the report.'
    ),
    snippet: {
      language: 'python',
      text: 'import faulthandler; faulthandler.enable()'
    }
  };
}

function suspectLibrary(library: string | null, trans: Translate): NextStep {
  return {
    text:
      library === null
        ? trans.__(
            'Update the libraries with native code that this cell uses; two that bring the same native library often clash.'
          )
        : trans.__('Update or reinstall the package that brings %1.', library),
    // The name of a file does not tell which package it belongs to.
    snippet: { language: 'shell', text: 'pip install --upgrade --force-reinstall PACKAGE' }
  };
}

function deepRecursion(trans: Translate): NextStep {
  return {
    text: trans.__(
      'If the cell recurses deeply, look there first: a full stack ends in the same signal.'
    ),
    place: 'cell'
  };
}

/** Ways to enlarge /dev/shm, by what runs the container, or to need less of it. */
export function moreSharedMemory(trans: Translate): NextStep[] {
  return [
    {
      text: trans.__('Docker: start the container with more shared memory.'),
      snippet: { language: 'shell', text: 'docker run --shm-size=8g ...' }
    },
    {
      text: trans.__(
        'Kubernetes: mount a memory volume at /dev/shm. It counts against the memory limit of the pod.'
      ),
      snippet: {
        language: 'yaml',
        text: [
          'volumes:',
          '  - name: shm',
          '    emptyDir: { medium: Memory, sizeLimit: 8Gi }',
          'volumeMounts:',
          '  - { name: shm, mountPath: /dev/shm }'
        ].join('\n')
      }
    },
    {
      text: trans.__('Or use fewer DataLoader workers.'),
      snippet: { language: 'python', text: 'DataLoader(..., num_workers=0)' }
    }
  ];
}
