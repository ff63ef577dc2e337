/** How a platform knows an article. */
export interface Article {
  readonly product: string;
  readonly sku: string;
}

/** What a seller tells the platform of an article. */
export interface ShelfWrite {
  readonly pieces: number;
  readonly isChange: boolean;
  /** A change with the same id is made once; '' where the platform knows no ids. */
  readonly writeId: string;
}

/** What a platform offers of its articles: sellers say how much, and buyers take it. */
export interface Shelf {
  /** A seller's word; false where there would be less than nothing. */
  write(article: Article, write: ShelfWrite): boolean;
  /** A buyer takes one; false where there is none. */
  sell(article: Article): boolean;
  pieces(article: Article): number;
  /** The platform refuses a seller's word on this article, or takes it again. */
  refuse(article: Article, isRefused: boolean): void;
  writes(): readonly (ShelfWrite & { readonly left: number })[];
}

const keyOf = ({ product, sku }: Article): string => `${product}/${sku}`;

/** A shelf on which nothing lies. */
export function createShelf(): Shelf {
  const lying = new Map<string, number>();
  const known = new Set<string>();
  const refused = new Set<string>();
  const writes: (ShelfWrite & { left: number })[] = [];
  const pieces = (article: Article) => lying.get(keyOf(article)) ?? 0;
  return {
    pieces,
    refuse: (article, isRefused) => void (isRefused ? refused.add(keyOf(article)) : refused.delete(keyOf(article))),
    write(article, write) {
      if (refused.has(keyOf(article))) return false;
      if (write.isChange && write.writeId !== '' && known.has(write.writeId)) return true;
      const left = write.pieces + (write.isChange ? pieces(article) : 0);
      if (left < 0) return false;
      known.add(write.writeId);
      lying.set(keyOf(article), left);
      writes.push({ ...write, left });
      return true;
    },
    sell(article) {
      const left = pieces(article) - 1;
      if (left < 0) return false;
      lying.set(keyOf(article), left);
      return true;
    },
    writes: () => writes,
  };
}
