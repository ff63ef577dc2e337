import type { TriageFacts } from '../facts';
import type { Evidence } from '../verdict';

/**
 * Three-valued answer of a signal or condition. Unknown names what was not known ("phone-masked") and neither blocks
 * nor passes.
 */
export type Answer = Hit | No | Unknown;
export interface Hit {
  readonly answer: 'hit';
  readonly evidence: readonly Evidence[];
}
export interface No {
  readonly answer: 'no';
}
export interface Unknown {
  readonly answer: 'unknown';
  readonly signal: string;
  readonly reason: string;
}

/** A whole number a manager may edit; the default applies where a rule does not say. */
export interface NumberParam {
  readonly kind: 'number';
  readonly unit: 'fen' | 'bp' | 'ms' | 'orders' | 'km' | 'accounts';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
/** A list of words a manager may edit. */
export interface WordsParam {
  readonly kind: 'words';
  readonly default: readonly string[];
  /** The words that may be chosen; null = free text. */
  readonly oneOf: readonly string[] | null;
}
export type ParamSpec = NumberParam | WordsParam;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
export type ParamsOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends NumberParam ? number : readonly string[];
};

/** One question about an order. Pure; the same function answers live, in previews and in explanations. */
export interface Signal<S extends ParamSpecs = ParamSpecs> {
  readonly name: string;
  readonly params: S;
  readonly evaluate: (facts: TriageFacts, params: ParamsOf<S>) => Answer;
}

export const NO: No = { answer: 'no' };
export const hit = (evidence: Evidence): Hit => ({ answer: 'hit', evidence: [evidence] });
export const unknown = (signal: string, reason: string): Unknown => ({ answer: 'unknown', signal, reason });

/** Keeps the literal types of a signal's name and parameters. */
export const signal = <const N extends string, const S extends ParamSpecs>(
  definition: Signal<S> & { readonly name: N },
): Signal<S> & { readonly name: N } => definition;

/** The parameters of a call with the defaults filled in. */
export function withDefaults(specs: ParamSpecs, given: Readonly<Record<string, unknown>>): ParamsOf<ParamSpecs> {
  const filled = Object.entries(specs).map(([name, spec]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return [name, value === undefined ? spec.default : value];
  });
  return Object.fromEntries(filled) as ParamsOf<ParamSpecs>;
}
