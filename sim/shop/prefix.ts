/** DM for demo-mall; numbered where two shops would share their letters. */
export function prefixesOf(shopIds: readonly string[]): readonly string[] {
  const initials = shopIds.map(
    (id) =>
      id
        .split(/[^A-Za-z]+/u)
        .map((word) => word.slice(0, 1).toUpperCase())
        .join('')
        .slice(0, 4) || 'S',
  );
  return initials.map((letters, n) => (initials.indexOf(letters) === n ? letters : `${letters}${n}`));
}
