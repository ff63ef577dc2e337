/** Loaded into a child with --import: its stdin is a pipe to the parent, and when that one is gone the child is asked to stop. */
process.stdin.on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
process.stdin.unref();
