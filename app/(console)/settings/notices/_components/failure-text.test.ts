import { describe, expect, it } from 'vitest';
import { failureOf } from './failure-text';

describe('why a post was not taken', () => {
  it.each([
    ['keyword 310000: keywords not in content: x', 'problem_keyword', '310000', 'keywords not in content: x'],
    ['too-often 45009: api freq out of limit', 'problem_too-often', '45009', 'api freq out of limit'],
    ['address : this is not the answer of a robot', 'problem_address', '', 'this is not the answer of a robot'],
  ])('is read out of %j with the words of the robot', (lastError, key, code, text) => {
    expect(failureOf(lastError)).toEqual({ key, said: { code, text } });
  });
  it.each([
    ['call-timeout', 'unreached_timeout'],
    ['channel-off', 'channelOff'],
    ['every try ended without an answer', 'failedOtherwise'],
    ['nonsense 1: x', 'failedOtherwise'],
  ])('is %j without any', (lastError, key) => {
    expect(failureOf(lastError)).toEqual({ key, said: null });
  });
});
