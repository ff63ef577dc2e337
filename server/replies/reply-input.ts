import * as z from 'zod';
import { dispositionInput } from '@/server/tasks/dispose';

export const taskId = z.string().regex(/^\d{1,19}$/);
/** Far above what may be sent, so that a text that is too long gets an answer that says so. */
export const bodyText = z.string().max(20_000);
export const templateId = z.string().max(80).nullable();

/** What is sent, or was sent elsewhere. The same clientKey on the same card is the same message. */
export const replyInput = z
  .object({
    taskId,
    clientKey: z.string().regex(/^[\w-]{8,64}$/),
    body: bodyText,
    templateId,
    /** The version of the card the reply was written for; what others did to it since refuses the reply. */
    version: z.number().int().optional(),
    /** Dispose of the card as well. Without a disposition a conversation is closed as answered. */
    dispose: z
      .object({ ...dispositionInput, disposition: dispositionInput.disposition.nullable() })
      .strict()
      .nullable(),
  })
  .strict();
export type ReplyInput = z.infer<typeof replyInput>;

export interface ReplyResult {
  readonly interactionId: string;
  readonly sendState: 'queued' | 'sent' | 'failed' | 'sent-outside';
  /** The next card of the caller's queue, once this one was disposed of; null otherwise or when none is left. */
  readonly nextTaskId: string | null;
}
