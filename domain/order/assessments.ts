/** What cleaning found out about the delivery address. Vague = a courier could not find the door. */
export type AddressAssessment =
  | {
      readonly state: 'known';
      readonly vague: { readonly reason: VagueReason; readonly span: string } | null;
      /** Words that name a temporary store or a relay point ("临时仓", "代收点"); null = none, absent = not looked for. */
      readonly relay?: string | null;
    }
  | { readonly state: 'masked' }
  | { readonly state: 'missing' };
export type VagueReason = 'landmark-only' | 'no-number' | 'too-short' | 'no-region' | 'empty-detail';

/** What cleaning found out about the phone number. */
export type PhoneAssessment =
  | {
      readonly state: 'known';
      readonly problem: PhoneProblem | null;
      readonly shown: string;
      /** Which characters of the cleaned number are wrong, as [start, end); null = all of it, absent = not looked for. */
      readonly span?: readonly [start: number, end: number] | null;
      /** Area code of the city the number was issued in; null = not in the tables, absent = not looked for. */
      readonly home?: string | null;
    }
  | { readonly state: 'masked' }
  | { readonly state: 'missing' };
export type PhoneProblem = 'length' | 'prefix' | 'characters' | 'repeated';

/** What cleaning found out about the recipient's data as a whole. The span names places, never a number or the address. */
export type RecipientAssessment =
  | {
      readonly state: 'known';
      readonly contradiction: {
        readonly reason: 'city-elsewhere' | 'line-elsewhere' | 'landline-elsewhere';
        readonly span: string;
      } | null;
    }
  | { readonly state: 'masked' }
  | { readonly state: 'missing' };

/** Who pays duties on a parcel that leaves the mainland; none = it is known that nothing was agreed. */
export type DutyTerms = 'seller' | 'buyer' | 'none';
