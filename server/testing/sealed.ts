import { PURPOSE } from '../privacy/sealed-columns';
import { TEST_KEYRING } from './acting';

type Kind = keyof typeof PURPOSE;

/** A text as the tests' database keeps it. */
export const sealed = (kind: Kind, text: string): Buffer => TEST_KEYRING.seal(text, PURPOSE[kind]);

/** The text of a value that the tests' database keeps. */
export const opened = (kind: Kind, value: Buffer): string => TEST_KEYRING.openText(value, PURPOSE[kind]);
