/** What is kept of a reply that has not been sent. */
export interface DraftText {
  readonly body: string;
  readonly templateId: string | null;
}
/** saved: the server has it; waiting / saving: not yet; failed: the server was not reached; changed: another page wrote. */
export type DraftState = 'saved' | 'waiting' | 'saving' | 'failed' | 'changed';

interface DraftSaverOptions {
  readonly version: number;
  readonly save: (text: DraftText, version: number) => Promise<{ readonly version: number }>;
  /** Whether a failed save means that another page has written; anything else is tried again. */
  readonly isChangedElsewhere: (error: unknown) => boolean;
  readonly onState: (state: DraftState) => void;
  readonly wait: (run: () => void) => () => void;
}

/**
 * Keeps a draft on the server: one save at a time, the latest text only, a moment after the last key. Never overwrites what
 * another page saved; a save that failed goes again with the next key or when asked.
 */
export class DraftSaver {
  private text: DraftText | null = null;
  private saving: Promise<void> | null = null;
  private cancel: (() => void) | null = null;
  private isStopped = false;

  constructor(private readonly options: DraftSaverOptions) {
    this.version = options.version;
  }

  /** Version of the draft on the server, as far as this page knows. */
  version: number;

  /** True while there is something that the server does not have. */
  get isDirty(): boolean {
    return this.text !== null || this.saving !== null;
  }

  write(text: DraftText): void {
    this.text = text;
    if (this.isStopped) return;
    this.options.onState('waiting');
    this.cancel?.();
    this.cancel = this.options.wait(() => void this.flush());
  }

  /** Saves now what waits; returns when the server has answered. */
  async flush(): Promise<void> {
    this.cancel?.();
    this.cancel = null;
    if (this.saving) return this.saving;
    if (this.text === null || this.isStopped) return;
    this.saving = this.saveAll();
    await this.saving;
  }

  /** Saves nothing more, and returns when no save is under way: before the text is sent, which ends the draft. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancel?.();
    await this.saving;
  }

  /** Saves again after a stop: what was typed, if it is not saved. */
  resume(): void {
    this.isStopped = false;
    if (this.text !== null) this.write(this.text);
  }

  /** The draft on the server is another one now (another page's, or none after sending: 0): go on from there. */
  follow(version: number): void {
    this.version = version;
    this.text = null;
    this.isStopped = false;
    this.options.onState('saved');
  }

  private async saveAll(): Promise<void> {
    while (this.text !== null && !this.isStopped) {
      const text = this.text;
      this.text = null;
      this.options.onState('saving');
      try {
        this.version = (await this.options.save(text, this.version)).version;
      } catch (error) {
        this.text ??= text;
        this.isStopped = this.options.isChangedElsewhere(error);
        this.options.onState(this.isStopped ? 'changed' : 'failed');
        break;
      }
      if (this.text === null) this.options.onState('saved');
    }
    this.saving = null;
  }
}
