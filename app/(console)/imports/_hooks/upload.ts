/** How an upload ended: the file's id, or an error code of the API. */
export type UploadAnswer =
  | { readonly isDone: true; readonly fileId: string }
  | { readonly isDone: false; readonly code: string };

function readAnswer(status: number, text: string): UploadAnswer {
  try {
    const body = JSON.parse(text) as { fileId?: string; error?: { code?: string } };
    if (status === 200 && body.fileId) return { isDone: true, fileId: body.fileId };
    return { isDone: false, code: body.error?.code ?? 'internal' };
  } catch {
    // An answer that is not JSON comes from a proxy in between.
    return { isDone: false, code: 'internal' };
  }
}

/** A file on its way to the import door. */
export interface Upload {
  readonly answer: Promise<UploadAnswer>;
  stop(): void;
}

/**
 * Sends a file to the import door as it lies on the disk, without reading it into memory; `onProgress` hears what share is
 * there. `answer` never rejects: what went wrong is in it.
 */
export function uploadFile(file: File, shopId: string, onProgress: (share: number) => void): Upload {
  const query = new URLSearchParams({ shop: shopId, file: file.name.slice(0, 200) });
  const request = new XMLHttpRequest();
  const answer = new Promise<UploadAnswer>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => resolve(readAnswer(request.status, request.responseText));
    request.onerror = () => resolve({ isDone: false, code: 'offline' });
    request.onabort = () => resolve({ isDone: false, code: 'stopped' });
  });
  request.open('POST', `/api/imports?${query}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.send(file);
  return { answer, stop: () => request.abort() };
}
