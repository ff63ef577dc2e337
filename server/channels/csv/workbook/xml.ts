import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { refuseFile } from '../columns';

export interface Tag {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}
export interface XmlHandlers {
  readonly open?: (tag: Tag) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Feeds XML to handlers piece by piece; yields after each piece, so that a caller can hand on what has come. Entities other
 * than XML's own are not expanded: a document type is refused.
 */
export async function* parseXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new StringDecoder('utf8');
  parser.on('doctype', () => {
    throw refuseFile('the workbook holds what no workbook needs');
  });
  parser.on('error', () => {
    throw refuseFile('the workbook is damaged or not complete');
  });
  parser.on('opentag', ({ name, attributes }) => handlers.open?.({ name: localName(name), attributes }));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)));
  for await (const chunk of chunks) {
    parser.write(decoder.write(chunk));
    yield;
  }
  parser.write(decoder.end());
  parser.close();
  yield;
}

/** Reads a whole part through handlers. */
export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of parseXml(chunks, handlers));
}
