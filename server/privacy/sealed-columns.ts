/** For what a value was sealed; it must be named again to open it, so that none can stand in for another. */
export const PURPOSE = {
  inbox: 'inbox.body',
  receiver: 'order.receiver',
  notes: 'order.notes',
  causeNote: 'task.cause-note',
  interaction: 'interaction.body',
  draft: 'draft.body',
  importChunk: 'import.chunk',
  importProblem: 'import.problem',
  linkMessage: 'link.message',
  parcelScans: 'parcel.scans',
} as const;

/** A column of sealed values, for whoever seals them anew. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The columns that tell its rows apart, with their types, in the order of an index. */
  readonly key: Readonly<Record<string, 'bigint' | 'text'>>;
  /** SQL for the purpose of a row's value. */
  readonly purpose: string;
}

const literal = (purpose: string): string => `'${purpose}'`;
/** Sealed for its own row alone. */
const ofRow = (purpose: string, column: string): string => `'${purpose}/' || ${column}`;
const ID = { id: 'bigint' } as const;

/** Every column that holds sealed values. A column that is missing here would be lost with the key that sealed it. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'inbox_messages', column: 'sealed_body', key: ID, purpose: literal(PURPOSE.inbox) },
  { table: 'inbox_conflicts', column: 'sealed_body', key: ID, purpose: literal(PURPOSE.inbox) },
  { table: 'order_receivers', column: 'sealed', key: { order_id: 'bigint' }, purpose: literal(PURPOSE.receiver) },
  { table: 'order_receivers', column: 'notes_sealed', key: { order_id: 'bigint' }, purpose: literal(PURPOSE.notes) },
  { table: 'tasks', column: 'cause_note_sealed', key: ID, purpose: literal(PURPOSE.causeNote) },
  { table: 'interactions', column: 'sealed_body', key: ID, purpose: literal(PURPOSE.interaction) },
  {
    table: 'drafts',
    column: 'sealed_body',
    key: { task_id: 'bigint', user_id: 'text' },
    purpose: literal(PURPOSE.draft),
  },
  {
    table: 'import_chunks',
    column: 'sealed',
    key: { file_id: 'bigint', seq: 'bigint' },
    purpose: literal(PURPOSE.importChunk),
  },
  { table: 'import_problems', column: 'sealed_value', key: ID, purpose: literal(PURPOSE.importProblem) },
  { table: 'shops', column: 'credentials_sealed', key: { id: 'text' }, purpose: ofRow('shop.credentials', 'id') },
  { table: 'shop_secrets', column: 'sealed', key: ID, purpose: ofRow('shop.secret', 'shop_id') },
  { table: 'wecom_accounts', column: 'secrets_sealed', key: { id: 'text' }, purpose: ofRow('wecom.secrets', 'id') },
  { table: 'notice_channels', column: 'address_sealed', key: ID, purpose: literal('notice-channel.address') },
  { table: 'links', column: 'secrets_sealed', key: { id: 'text' }, purpose: ofRow('link.secrets', 'id') },
  { table: 'link_messages', column: 'sealed_body', key: ID, purpose: literal(PURPOSE.linkMessage) },
  { table: 'parcels', column: 'scans_sealed', key: ID, purpose: literal(PURPOSE.parcelScans) },
  { table: 'channel_tokens', column: 'sealed', key: { shop_id: 'text' }, purpose: ofRow('shop.token', 'shop_id') },
];
