/** State of an inbox key (db/migrations/0002-intake.sql, 0033-inbox-aside.sql). */
export const INBOX_STATE = {
  pending: 0,
  done: 1,
  /** It cannot be believed: trying again changes nothing before somebody mends something. */
  unreadable: 2,
  /** It said nothing new. */
  superseded: 4,
  /** It failed, and waits for another try. */
  retrying: 5,
  /** Its shop is held. */
  held: 6,
  /** It failed at every try. */
  failing: 7,
  discarded: 8,
} as const;
