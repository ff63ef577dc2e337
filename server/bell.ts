/** Wakes a worker that may not run yet, or not on this node: whoever rings need not know. */
export interface Bell {
  ring(): void;
  /** From now on a ring calls this. */
  connect(onRing: () => void): void;
}

export function createBell(): Bell {
  let call = () => {};
  return {
    ring: () => call(),
    connect: (onRing) => {
      call = onRing;
    },
  };
}
