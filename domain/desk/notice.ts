/** What the console tells somebody about: an order was held; a card of theirs went to another seat; one came to theirs. */
export type NoticeKind = 'order-held' | 'card-taken' | 'card-given';
