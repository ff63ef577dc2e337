import { expect, test } from 'vitest';
import { compareQueueRows } from './queue-order';

const row = (dueAt: number, taskId: string) => ({ dueAt, taskId });

test('the queue is ordered by earliest deadline, then by the older card, ids compared as numbers of any size', () => {
  const rows = [row(2, '1'), row(1, '10'), row(1, '9'), row(1, '9007199254740993'), row(1, '9007199254740992')];
  expect(rows.toSorted(compareQueueRows).map(({ taskId }) => taskId)).toEqual([
    '9',
    '10',
    '9007199254740992',
    '9007199254740993',
    '1',
  ]);
  expect(compareQueueRows(row(1, '9'), row(1, '9'))).toBe(0);
});
