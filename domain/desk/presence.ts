/** What an agent says of the seat; a seat without a live page counts as offline whatever it says. */
export const SEAT_STATES = ['accepting', 'paused', 'offline'] as const;
export type SeatState = (typeof SEAT_STATES)[number];
