import type { Instant } from '@/domain/clocks/instant';
import type { Layout } from '../channels/csv/layout';
import type { Context, UserActor } from '../context';

/** How a shop's files with certain headings are read, as somebody said. */
export interface SavedMapping {
  readonly mappingId: string;
  readonly shopId: string;
  readonly shopName: string;
  readonly headings: readonly string[];
  readonly layout: Layout;
  readonly version: number;
  readonly updatedByName: string | null;
  readonly updatedAt: Instant;
}

/** Every saved mapping of active shops, the newest first. */
export const listMappings = ({ db }: Context<UserActor>): Promise<SavedMapping[]> =>
  db.query<SavedMapping>(
    `select m.id as "mappingId", m.shop_id as "shopId", s.name as "shopName", m.headings, m.layout, m.version,
       u.name as "updatedByName", m.updated_at as "updatedAt"
     from import_mappings m join shops s on s.id = m.shop_id and s.is_active left join users u on u.id = m.updated_by
     order by m.updated_at desc, m.id desc limit 500`,
  );
