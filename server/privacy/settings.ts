import type { Sql } from '@/db/client';

/** How long personal data is kept, in days (null: for good), and how much of it one person may look at. */
export interface PrivacySettings {
  readonly rawBodyDays: number;
  readonly receiverDays: number;
  readonly messageDays: number | null;
  readonly revealsADay: number;
  /** More than these within ten minutes raise an alarm. */
  readonly revealsInTenMinutes: number;
  readonly version: number;
}

export async function readPrivacySettings(sql: Sql): Promise<PrivacySettings> {
  const [row] = await sql.query<PrivacySettings>(
    `select raw_body_days as "rawBodyDays", receiver_days as "receiverDays", message_days as "messageDays",
       reveals_a_day as "revealsADay", reveals_in_ten_minutes as "revealsInTenMinutes", version::int as version
     from privacy_settings`,
  );
  if (!row) throw new Error('the row of the privacy settings is gone');
  return row;
}
