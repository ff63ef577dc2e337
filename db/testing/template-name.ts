/** The migrated database that test databases are copied from. */
export const TEMPLATE = 'tidewatch_template';

declare module 'vitest' {
  interface ProvidedContext {
    templateUrl: string;
  }
}
