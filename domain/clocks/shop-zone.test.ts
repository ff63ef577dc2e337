import { expect, it } from 'vitest';
import { minuteOf, minuteText, shopMidnight } from './shop-zone';

it('a time is entered and shown in the zone of the shops, whatever the zone of the machine', () => {
  const zone = process.env.TZ;
  for (const elsewhere of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
    process.env.TZ = elsewhere;
    expect(minuteText(Date.parse('2026-11-11T12:00:59Z'))).toBe('2026-11-11T20:00');
    expect(minuteOf('2026-11-11T20:00')).toBe(Date.parse('2026-11-11T12:00:00Z'));
    expect(shopMidnight(Date.UTC(2026, 10, 11))).toBe(Date.parse('2026-11-10T16:00:00Z'));
  }
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it.each(['', '2026-11-11', 'tomorrow', '2026-13-41T00:00'])('"%s" names no moment', (text) => {
  expect(minuteOf(text)).toBeNull();
});
