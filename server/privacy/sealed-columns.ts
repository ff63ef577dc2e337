/** For what a value was sealed; it must be named again to open it, so that none can stand in for another. */
export const PURPOSE = {
  inbox: 'inbox.body',
  receiver: 'order.receiver',
  interaction: 'interaction.body',
  draft: 'draft.body',
} as const;
