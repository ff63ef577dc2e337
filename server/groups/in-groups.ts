/**
 * SQL: the column names one of the groups of a text[] parameter; null means every group. A single group, which nearly
 * everybody has, is an equality: an index that begins with the group then also gives the order of a list.
 */
export const inGroups = (column: string, param: string, groups: readonly string[] | null): string =>
  groups?.length === 1
    ? `${column} = (${param}::text[])[1]`
    : `(${param}::text[] is null or ${column} = any (${param}::text[]))`;
