'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { apiErrorOf } from '@/app/_client/errors';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import type { StockShop } from '@/server/stock/writing/shops';
import { FileChooser } from '@/ui/file-chooser';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { decodeFile, type MappingFile, readMappingFile } from '../_hooks/mapping-file';

/** What is sent at once. */
const CHUNK = 300;
const SHOWN = 8;

interface Sums {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly same: number;
  readonly newSkus: number;
}
const NOTHING: Sums = { added: 0, changed: 0, removed: 0, same: 0, newSkus: 0 };

/** Sends a file in parts, each whole or not at all; taken again it changes nothing. */
function useSendFile(shopId: string) {
  const client = useTRPCClient();
  return async ({ mappings }: MappingFile, isDryRun: boolean): Promise<Sums> => {
    let sums = NOTHING;
    const newSkus = new Set<string>();
    for (let at = 0; at < mappings.length; at += CHUNK) {
      const part = mappings.slice(at, at + CHUNK).map((one) => ({ ...one, parts: [...one.parts] }));
      const done = await client.stock.importMappings.mutate({ shopId, mappings: part, isDryRun });
      for (const sku of done.newSkus) newSkus.add(sku);
      sums = {
        added: sums.added + done.added.length,
        changed: sums.changed + done.changed.length,
        removed: sums.removed + done.removed.length,
        same: sums.same + done.same,
        newSkus: newSkus.size,
      };
    }
    return sums;
  };
}

function Findings({ file, sums }: { file: MappingFile; sums: Sums | null }) {
  const t = useTranslations('stockPages');
  return (
    <div className="flex flex-col gap-2">
      {sums && <p>{t('importSums', { ...sums })}</p>}
      {file.problems.length > 0 && (
        <div role="alert" className="text-small text-red">
          <p className="font-semibold">{t('importProblems', { count: file.problems.length })}</p>
          <ul>
            {file.problems.slice(0, SHOWN).map(({ row, why }) => (
              <li key={`${row}${why}`}>{t(`problem_${why}`, { row })}</li>
            ))}
          </ul>
          {file.problems.length > SHOWN && <p>{t('more', { count: file.problems.length - SHOWN })}</p>}
        </div>
      )}
    </div>
  );
}

/** Takes a mapping file in: says beforehand what it would change, and takes nothing while a row of it is bad. */
export function MappingImport({ shop, onClose }: { shop: StockShop; onClose: () => void }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const send = useSendFile(shop.shopId);
  const [file, setFile] = useState<MappingFile | null>(null);
  const [sums, setSums] = useState<Sums | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (given: MappingFile, isDryRun: boolean) => {
    setIsBusy(true);
    setProblem(null);
    try {
      const done = await send(given, isDryRun);
      setSums(done);
      if (isDryRun) return;
      showToast(t('stockPages.imported', { count: done.added + done.changed + done.removed }));
      onClose();
    } catch (error) {
      setProblem(t(`errors.${apiErrorOf(error).code}`));
    } finally {
      setIsBusy(false);
      if (!isDryRun) void queryClient.invalidateQueries(trpc.stock.pathFilter());
    }
  };
  const choose = async (chosen: File) => {
    const read = readMappingFile(decodeFile(await chosen.arrayBuffer()));
    setFile(read);
    setSums(null);
    if (read.problems.length > 0) return;
    if (read.mappings.length === 0) setProblem(t('stockPages.emptyFile'));
    else await run(read, true);
  };
  const isReady = file !== null && file.problems.length === 0 && sums !== null;
  return (
    <FormDialog
      title={t('stockPages.importTitle', { shop: shop.name })}
      submit={t('stockPages.importSubmit')}
      isBusy={isBusy || !isReady}
      problem={problem}
      onClose={onClose}
      onSubmit={() => {
        if (file && isReady) void run(file, false);
      }}
    >
      <FileChooser
        label={t('stockPages.chooseFile')}
        hint={t('stockPages.fileHint')}
        accept=".csv,text/csv"
        onChoose={(chosen) => void choose(chosen)}
      />
      {file && <Findings file={file} sums={sums} />}
    </FormDialog>
  );
}
