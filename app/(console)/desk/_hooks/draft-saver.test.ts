import { expect, it } from 'vitest';
import { DraftSaver, type DraftState, type DraftText } from './draft-saver';

const CHANGED = new Error('changed on another page');

/** A saver on a server that answers when told, with a clock that moves when told. */
function aSaver() {
  const saves: { text: DraftText; version: number; answer: (result: number | Error) => Promise<void> }[] = [];
  const states: DraftState[] = [];
  let waiting: (() => void) | null = null;
  const saver = new DraftSaver({
    version: 4,
    save: (text, version) =>
      new Promise((resolve, reject) => {
        const answer = async (result: number | Error) => {
          if (typeof result === 'number') resolve({ version: result });
          else reject(result);
          await new Promise(setImmediate);
        };
        saves.push({ text, version, answer });
      }),
    isChangedElsewhere: (error) => error === CHANGED,
    onState: (state) => states.push(state),
    wait: (run) => {
      waiting = run;
      return () => {
        waiting = null;
      };
    },
  });
  const pause = () => waiting?.();
  return { saver, saves, states, pause };
}
const text = (body: string): DraftText => ({ body, templateId: null });

it('saves only the last of what was typed before a pause', async () => {
  const { saver, saves, states, pause } = aSaver();
  saver.write(text('您'));
  saver.write(text('您好'));
  expect(saves).toHaveLength(0);
  pause();
  await saves[0]!.answer(5);
  expect(saves.map((save) => [save.text.body, save.version])).toEqual([['您好', 4]]);
  expect([states.at(-1), saver.version, saver.isDirty]).toEqual(['saved', 5, false]);
});

it('never has two saves under way, and then saves what was typed meanwhile from the new version', async () => {
  const { saver, saves, pause } = aSaver();
  saver.write(text('a'));
  pause();
  saver.write(text('ab'));
  pause();
  expect(saves).toHaveLength(1);
  await saves[0]!.answer(5);
  expect(saves.map((save) => [save.text.body, save.version])).toEqual([
    ['a', 4],
    ['ab', 5],
  ]);
});

it('keeps the text of a save that failed and saves it when asked again', async () => {
  const { saver, saves, states, pause } = aSaver();
  saver.write(text('a'));
  pause();
  await saves[0]!.answer(new Error('no network'));
  expect([states.at(-1), saver.isDirty]).toEqual(['failed', true]);
  const again = saver.flush();
  await saves[1]!.answer(5);
  await again;
  expect([saves[1]!.text.body, states.at(-1)]).toEqual(['a', 'saved']);
});

it('does not overwrite what another page saved until the person takes it over', async () => {
  const { saver, saves, states, pause } = aSaver();
  saver.write(text('mine'));
  pause();
  await saves[0]!.answer(CHANGED);
  saver.write(text('mine again'));
  pause();
  expect([states.includes('changed'), saves.length]).toEqual([true, 1]);
  saver.follow(9);
  saver.write(text('on top of theirs'));
  pause();
  expect(saves[1]).toMatchObject({ text: { body: 'on top of theirs' }, version: 9 });
});

it('stops before the reply is sent and waits for the save that is under way', async () => {
  const { saver, saves, pause } = aSaver();
  saver.write(text('a'));
  pause();
  let isQuiet = false;
  const stopped = saver.stop().then(() => {
    isQuiet = true;
  });
  saver.write(text('ab'));
  pause();
  expect([saves.length, isQuiet]).toEqual([1, false]);
  await saves[0]!.answer(5);
  await stopped;
  expect(saves).toHaveLength(1);
});

it('saves what was typed when the reply could not be sent after all', async () => {
  const { saver, saves, pause } = aSaver();
  saver.write(text('a'));
  await saver.stop();
  saver.resume();
  pause();
  expect(saves.map((save) => save.text.body)).toEqual(['a']);
});

it('starts from nothing after the reply was sent', async () => {
  const { saver, saves, pause } = aSaver();
  saver.write(text('a'));
  await saver.stop();
  saver.follow(0);
  pause();
  expect([saves.length, saver.isDirty]).toEqual([0, false]);
  saver.write(text('b'));
  pause();
  expect(saves[0]).toMatchObject({ text: { body: 'b' }, version: 0 });
});
