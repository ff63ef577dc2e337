import { codesSaying, storedStart } from '@/domain/intake/reason';

/**
 * Patterns that fit the stored reasons in which a text stands, in any case, be it in their details or in their sentence in
 * either language; null: all fit.
 */
export function reasonPatterns(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const plain = text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  return [`%${plain}%`, ...codesSaying(text).map((code) => `${storedStart(code)}%`)];
}
