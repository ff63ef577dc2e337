import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyringError, newKeyringText, parseKeyring } from './keyring';

const keyText = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const one = parseKeyring(`index:${keyText(1)},k1:${keyText(2)}`);
const rotated = parseKeyring(`index:${keyText(1)}\nk1:${keyText(2)}\nk2:${keyText(3)}\n`);

describe('a keyring', () => {
  it('opens what it sealed, whatever the text, and only for the same purpose', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = one.seal(text, 'receiver.phone');
        expect(one.openText(sealed, 'receiver.phone')).toBe(Buffer.from(text).toString());
        expect(() => one.open(sealed, 'receiver.name')).toThrow(KeyringError);
      }),
    );
  });

  it('seals the same value differently each time, and the plain text is not in it', () => {
    const [a, b] = [one.seal('13912345678', 'p'), one.seal('13912345678', 'p')];
    expect(a.equals(b)).toBe(false);
    expect(a.includes('13912345678')).toBe(false);
  });

  it('refuses a value in which any byte was changed, removed or added', () => {
    const sealed = one.seal('翡翠湾7幢', 'p');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => one.open(changed, 'p')).toThrow(KeyringError);
    }
    for (const cut of [0, 1, 2, 5, sealed.length - 1])
      expect(() => one.open(sealed.subarray(0, cut), 'p')).toThrow(KeyringError);
    expect(() => one.open(Buffer.concat([sealed, Buffer.alloc(1)]), 'p')).toThrow(KeyringError);
  });

  it('seals with its last key and opens what older keys sealed', () => {
    const old = one.seal('text', 'p');
    expect([one.keyIdOf(old), rotated.activeId, rotated.keyIdOf(rotated.seal('x', 'p'))]).toEqual(['k1', 'k2', 'k2']);
    expect(rotated.openText(old, 'p')).toBe('text');
    expect(() => one.open(rotated.seal('x', 'p'), 'p')).toThrow('k2 is not in the keyring');
  });

  it('makes blind indexes that differ by purpose and survive a rotation', () => {
    expect(rotated.blindIndex('欧阳', 'name')).toEqual(one.blindIndex('欧阳', 'name'));
    expect(one.blindIndex('欧阳', 'name')).not.toEqual(one.blindIndex('欧阳', 'phone'));
    const other = parseKeyring(`index:${keyText(9)},k1:${keyText(2)}`);
    expect(other.blindIndex('欧阳', 'name')).not.toEqual(one.blindIndex('欧阳', 'name'));
    expect(other.fingerprints.get('index')).not.toBe(one.fingerprints.get('index'));
  });

  it('can be made anew', () => {
    const text = newKeyringText();
    expect(newKeyringText()).not.toBe(text);
    expect(parseKeyring(text).activeId).toBe('k1');
  });

  it.each([
    ['', 'lack the entry index'],
    [`index:${keyText(1)}`, 'lack a sealing key'],
    [`k1:${keyText(1)}`, 'lack the entry index'],
    [`index:${keyText(1)},k1:c2hvcnQ=`, 'k1 must be 32 bytes'],
    [`index:${keyText(1)},k1:${keyText(1)},k1:${keyText(2)}`, 'named twice'],
    [`index:${keyText(1)},K 1:${keyText(1)}`, 'needs a name'],
  ])('refuses %j with a clear text that quotes no key', (text, message) => {
    expect(() => parseKeyring(text)).toThrow(message);
  });
});
