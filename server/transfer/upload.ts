import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services, UserActor } from '../context';
import { AppError, ERROR_CODES, invalid } from '../errors';
import { sendJson } from '../http/answer';
import { assertJson, assertShallowJson } from '../http/guard';
import { discardRest, readBody } from '../http/read-body';
import type { SignedInRoute } from '../http/routes';
import { applySettings } from './apply';
import type { TransferReport } from './report';
import { type FileProblem, readSettingsFile } from './settings-file';

const FILE_MAX_BYTES = 2 * 1024 * 1024;

/** A file that says something else than settings: everything that is wrong with it, and nothing was done. */
class RefusedSettings extends AppError {
  constructor(readonly problems: readonly FileProblem[]) {
    super('invalid', 'this is not a file of settings', { total: problems.length });
  }
}

function parseFile(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RefusedSettings([{ path: '', problem: 'not-json' }]);
    throw error;
  }
}

function readDryRun(req: IncomingMessage): boolean {
  const given = new URL(req.url ?? '/', 'http://localhost').searchParams;
  const wanted = given.get('dryRun');
  if (given.size > 1 || (wanted !== '0' && wanted !== '1')) throw invalid('dryRun must be 0 or 1', { field: 'dryRun' });
  return wanted === '1';
}

async function upload(services: Services, req: IncomingMessage, actor: UserActor, isDryRun: boolean) {
  assertJson(req.headers);
  const bytes = await readBody(req, FILE_MAX_BYTES);
  assertShallowJson(bytes);
  const read = readSettingsFile(parseFile(bytes));
  if ('problems' in read) throw new RefusedSettings(read.problems);
  return applySettings({ ...services, actor }, read.file, isDryRun);
}

/** A file that was to be applied and has a refused entry is a conflict; its report says which. */
const statusOf = (report: TransferReport, isDryRun: boolean): number =>
  report.isApplied || isDryRun ? 200 : ERROR_CODES.conflict.http;

/**
 * POST /api/settings?dryRun=0|1 with a file of settings as application/json, up to 2 MB. Answers with a TransferReport; a
 * file that cannot be read is 400 with the list of its problems.
 */
export function transferRoutes(services: Services): SignedInRoute[] {
  async function handle(req: IncomingMessage, res: ServerResponse, _params: unknown, actor: UserActor): Promise<void> {
    try {
      const isDryRun = readDryRun(req);
      const report = await upload(services, req, actor, isDryRun);
      await sendJson(req, res, statusOf(report, isDryRun), report);
    } catch (error) {
      if (error instanceof RefusedSettings) {
        const { code, message, detail, problems } = error;
        return sendJson(req, res, ERROR_CODES.invalid.http, { error: { code, message, detail }, problems });
      }
      if (!req.complete) discardRest(req);
      throw error;
    }
  }
  return [{ kind: 'signed-in', method: 'POST', path: '/api/settings', action: 'transfer.apply', handle }];
}
