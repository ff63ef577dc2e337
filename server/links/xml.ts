import { XMLParser } from 'fast-xml-parser';
import { cleanText } from '@/domain/order/clean/text';
import { Unreadable } from '../channels/channel';

/** An element that was read: its text, its children by name, or several of one name. */
export type XmlNode = string | readonly XmlNode[] | { readonly [name: string]: XmlNode };

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 20;
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: true,
  maxNestedTags: MAX_DEPTH,
});
const utf8 = new TextDecoder('utf-8', { fatal: true });

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five names and the numbers that XML itself knows; anything else stays as it is written. */
function decodeText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

/**
 * Reads XML of at most 1 MB and 20 levels. Documents that declare a type or entities are refused: nothing is fetched and
 * nothing is expanded. Throws Unreadable; the error repeats nothing of the body.
 */
export function readXml(raw: Uint8Array): XmlNode {
  if (raw.length > MAX_BYTES) throw new Unreadable({ code: 'xml-too-large' });
  let text: string;
  try {
    text = utf8.decode(raw);
  } catch {
    throw new Unreadable({ code: 'not-utf8' });
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable({ code: 'xml-declares-type' });
  try {
    return parser.parse(text, true) as XmlNode;
  } catch {
    throw new Unreadable({ code: 'not-xml' });
  }
}

const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  typeof node === 'object' && !Array.isArray(node) && Object.hasOwn(node, name)
    ? (node as { readonly [name: string]: XmlNode })[name]
    : undefined;

/** The element at a path; of several with one name the first. undefined where there is none. */
export function elementAt(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let found = node;
  for (const name of path) {
    const next = childOf(found, name);
    found = Array.isArray(next) ? next[0] : next;
  }
  return found;
}

/** The text at a path without what is invisible or a control character; '' where there is none. */
export function textAt(node: XmlNode | undefined, ...path: readonly string[]): string {
  const found = elementAt(node, ...path);
  return typeof found === 'string' ? cleanText('', decodeText(found)).value : '';
}

/** All elements called `name` at a path. */
export function elementsAt(node: XmlNode | undefined, path: readonly string[], name: string): readonly XmlNode[] {
  const found = childOf(elementAt(node, ...path), name);
  return found === undefined || found === '' ? [] : Array.isArray(found) ? found : [found];
}

/** What is to be written: absent children are left out. */
export type XmlTree = string | number | readonly XmlTree[] | { readonly [name: string]: XmlTree | null };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** XML 1.0 knows no way to write these: control characters, halves of a character. */
const UNWRITABLE = /\p{Cs}|[^\t\n\r\P{Cc}]|[\ufffe\uffff]/gu;
const escaped = (text: string): string => text.replace(UNWRITABLE, '').replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

function element(name: string, tree: XmlTree): string {
  if (Array.isArray(tree)) return tree.map((one: XmlTree) => element(name, one)).join('');
  if (typeof tree !== 'object') return `<${name}>${escaped(String(tree))}</${name}>`;
  const children = Object.entries(tree as { readonly [name: string]: XmlTree | null });
  const inner = children.map(([child, value]) => (value === null ? '' : element(child, value))).join('');
  return `<${name}>${inner}</${name}>`;
}

/** A whole document in UTF-8. */
export const writeXml = (root: string, tree: XmlTree): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${element(root, tree)}`);
