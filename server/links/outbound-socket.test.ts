import { describe, expect, it } from 'vitest';
import type { Reason } from '@/domain/intake/reason';
import { OutboundFailure } from './outbound';
import { openSocket } from './outbound-socket';

const silent = { onOpen: () => {}, onFrame: () => {}, onHeard: () => {}, onEnd: () => {} };

describe('a WebSocket that we open', () => {
  it.each([
    ['ws://message-api.pinduoduo.com/'],
    ['ws://10.0.0.1/'],
    ['wss://169.254.169.254/'],
    ['wss://[::ffff:10.0.0.1]/'],
    ['wss://user@message-api.pinduoduo.com/'],
  ])('goes to no %s', (address) => {
    expect(() => openSocket(new URL(address), silent)).toThrow(OutboundFailure);
  });

  it('whose name leads to this machine is not connected, since the name is resolved once and checked', async () => {
    const reason = await new Promise<Reason>((resolve) => {
      openSocket(new URL('wss://localhost:9/'), { ...silent, onEnd: resolve });
    });
    expect(reason).toEqual({ code: 'stream-broke', answer: '?' });
  });
});
