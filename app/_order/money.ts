const WHOLE = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Money as the trade writes it in both languages: 123456 fen -> "¥1,234.56"; "—" where it is not known. */
export const yuanText = (fen: number | null): string =>
  fen === null ? '—' : `${fen < 0 ? '−' : ''}¥${WHOLE.format(Math.abs(fen) / 100)}`;
