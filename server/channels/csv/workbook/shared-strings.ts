import { refuseFile } from '../columns';
import { readXml } from './xml';

/** What the texts of a workbook may hold together; they have to be at hand while its rows are read. */
const MAX_CHARACTERS = 48 * 1024 * 1024;

/** The texts that cells point to. Phonetic guides are left out. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>): Promise<readonly string[]> {
  const texts: string[] = [];
  let [text, isText, isPhonetic, characters] = ['', false, false, 0];
  await readXml(chunks, {
    open: ({ name }) => {
      if (name === 'si') text = '';
      if (name === 't') isText = true;
      if (name === 'rPh') isPhonetic = true;
    },
    text: (part) => {
      if (isText && !isPhonetic) text += part;
    },
    close: (name) => {
      if (name === 't') isText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      characters += text.length + 16;
      if (characters > MAX_CHARACTERS) {
        throw refuseFile('the workbook holds too many different texts; save it as CSV in UTF-8');
      }
      texts.push(text);
    },
  });
  return texts;
}
