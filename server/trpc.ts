import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { audit } from './audit';
import { can } from './can';
import type { Action } from './can-table';
import type { Context, Services, UserActor } from './context';
import { AppError, callersError, ERROR_CODES, type ErrorCode, forbidden, OutOfReach } from './errors';
import { observeProcedure } from './metrics';

/** What every call starts from: the services, and who asks (null: nobody is signed in). */
export interface RequestContext {
  readonly services: Services;
  readonly actor: UserActor | null;
  readonly requestId: string;
  /** The address the request came from, for throttling; never logged. */
  readonly clientIp: string;
}

/** What the browser gets with an error; the UI translates by code. `internal` says nothing about its cause. */
export interface ErrorData {
  readonly code: ErrorCode | 'internal';
  readonly httpStatus: number;
  readonly path: string | null;
  readonly detail: Readonly<Record<string, string | number>>;
}

const asAppError = (error: unknown): AppError | null => {
  if (!(error instanceof TRPCError)) return callersError(error);
  const said = callersError(error.cause);
  if (said) return said;
  if (error.cause instanceof ZodError) {
    const [issue] = error.cause.issues;
    return new AppError('invalid', 'the input is not valid', {
      field: issue?.path.join('.') ?? '',
      rule: issue?.code ?? '',
    });
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') return null;
  const known = Object.entries(ERROR_CODES).find(([, value]) => value.trpc === error.code)?.[0];
  return new AppError((known as ErrorCode | undefined) ?? 'invalid', error.message);
};

const t = initTRPC
  .context<RequestContext>()
  .meta<{ readonly action: Action | 'public' }>()
  .create({
    transformer: superjson,
    isDev: false,
    errorFormatter({ shape, error, path }) {
      const known = asAppError(error);
      const data: ErrorData = {
        code: known?.code ?? 'internal',
        httpStatus: known ? ERROR_CODES[known.code].http : 500,
        path: path ?? null,
        detail: known?.detail ?? {},
      };
      return { ...shape, message: known?.message ?? 'internal error', data };
    },
  });

const measured = t.procedure.use(async ({ path, next }) => {
  const startedMs = performance.now();
  const result = await next();
  const known = result.ok ? null : asAppError(result.error);
  const outcome = result.ok ? 'ok' : (known?.code ?? 'internal');
  observeProcedure(path, outcome, performance.now() - startedMs);
  if (known) throw new TRPCError({ code: ERROR_CODES[known.code].trpc, message: known.message, cause: known });
  return result;
});

/** The ids an input names, for the record of a refused attempt; nothing else of the input is kept. */
function idsOf(input: unknown): Record<string, string> {
  if (typeof input !== 'object' || input === null) return {};
  const ids = Object.entries(input).filter(([name, value]) => /Id$/.test(name) && typeof value === 'string');
  return Object.fromEntries(
    ids.map(([name, value]) => [
      name,
      String(value)
        .replace(/[^\w.-]/g, '')
        .slice(0, 64),
    ]),
  );
}

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** A procedure that needs no sign-in. Only the first set-up uses it. */
export const publicProcedure = measured.meta({ action: 'public' });

/**
 * A procedure for signed-in people whose role may do the action at all; which resources it may touch is the verb's
 * question (assertCan). Its ctx is a verb's Context.
 */
export function procedure(action: Action) {
  return measured.meta({ action }).use(async ({ ctx, next, getRawInput }) => {
    const { actor } = ctx;
    if (actor === null) throw new AppError('signed-out', 'sign in first');
    if (!can(actor, action)) throw forbidden(`${actor.role} may not ${action}`);
    const verb: Context<UserActor> = { ...ctx.services, actor };
    const result = await next({ ctx: verb });
    if (!result.ok && result.error.cause instanceof OutOfReach)
      await audit(ctx.services.db, actor, 'refused.out-of-reach', action, idsOf(await getRawInput()));
    return result;
  });
}
