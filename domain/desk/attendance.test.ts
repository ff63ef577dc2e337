import { describe, expect, it } from 'vitest';
import { type Attendance, attendeesByCard, withAttendance, withSnapshot } from './attendance';

const entry = (values: Partial<Attendance>): Attendance => ({
  pageId: 'p1',
  userId: 'lin',
  name: '林',
  taskId: '7',
  typingUntil: null,
  lockedSince: null,
  version: 1,
  ...values,
});
const all = (...entries: Attendance[]) =>
  entries.reduce(withAttendance, new Map<string, Attendance>() as ReadonlyMap<string, Attendance>);

describe('who is at a card', () => {
  it('is the same in whatever order the news of one page arrives', () => {
    const news = [entry({ version: 1 }), entry({ version: 2, taskId: null }), entry({ version: 3, taskId: '8' })];
    const orders = [news, news.toReversed(), [news[1], news[2], news[0]].filter((one) => one !== undefined)];
    for (const order of orders) expect([...attendeesByCard(all(...order), 'me').keys()]).toEqual(['8']);
  });

  it('is one person with two pages once, and typing as long as one of the pages is', () => {
    const found = attendeesByCard(
      all(
        entry({ typingUntil: 10 }),
        entry({ pageId: 'p2', typingUntil: 20 }),
        entry({ pageId: 'p3', lockedSince: 5 }),
      ),
      'me',
    );
    expect(found.get('7')).toEqual([{ userId: 'lin', name: '林', typingUntil: 20, lockedSince: 5 }]);
  });

  it('is never oneself, and whoever has the lock comes first', () => {
    const zhou = entry({ pageId: 'p2', userId: 'zhou', name: '周', lockedSince: 5 });
    const me = entry({ pageId: 'p3', userId: 'me', name: '我' });
    const found = attendeesByCard(all(entry({}), zhou, me), 'me');
    expect(found.get('7')?.map(({ userId }) => userId)).toEqual(['zhou', 'lin']);
  });

  it('is what the server knows and what was heard since, without those who left unheard', () => {
    const before = all(entry({ pageId: 'gone', version: 1 }), entry({ pageId: 'new', version: 9, taskId: '9' }));
    const found = withSnapshot(before, [entry({ pageId: 'p2', version: 5, taskId: '8' })]);
    expect([...found.keys()]).toEqual(['p2', 'new']);
  });

  it('stays the same object when old news arrives', () => {
    const before = all(entry({ version: 2 }));
    expect(withAttendance(before, entry({ version: 1, taskId: '9' }))).toBe(before);
  });
});
