import { Unreadable } from './channel';

/** What platforms write as a status; anything else could be a value of another field, and is not repeated. */
const STATUS = /^[A-Za-z0-9_]{1,40}$/;

/** A status that is not in the table of its platform; a missing one is a missing field. */
export function unknownStatus(path: string, status: string | number | null | undefined): Unreadable {
  if (status === null || status === undefined || status === '') return new Unreadable({ code: 'missing-field', path });
  const shown = STATUS.test(String(status)) ? status : '?';
  return new Unreadable({ code: 'unknown-status', path, shown });
}
