import { DeviceError, sentence } from '../compute/errors.ts';
import type { Notice } from './protocol/notice.ts';

/** An error's sentences, with the advice set apart where the error tells which it is. */
export function noticeOf(error: unknown, where: string, advice: string): Notice {
  if (!(error instanceof DeviceError)) return { level: 'error', what: sentence(error), where, advice };
  const what = error.message.endsWith(error.advice)
    ? error.message.slice(0, -error.advice.length).trimEnd()
    : error.message;
  return { level: 'error', what, where, advice: error.advice };
}

/** The first sentence of an error's message; a full stop within a number does not end it. */
export function firstSentence(error: Error): string {
  return /^.*?[.!?](?=\s|$)/s.exec(sentence(error))?.[0] ?? error.message;
}

/** What a command needs a run for, and there is none. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';

  constructor(command: string) {
    super(`No run stands yet, so there is nothing to ${command}. Open one with its settings first.`);
  }
}

/** A run was ended, by another one or by a reset, while this was under way. */
export class RunEndedError extends Error {
  override readonly name = 'RunEndedError';

  constructor() {
    super('The run was ended before this was done. Ask the new run again.');
  }
}

/** A person changed their mind while their files were being read. */
export class ImportCancelled extends Error {
  override readonly name = 'ImportCancelled';

  constructor() {
    super('Cancelled: nothing was taken in, and everything is as it was.');
  }
}
