import { rmSync } from 'node:fs';
import type { RunningPlatform } from '@genkan/local/running-platform';

export default async function stop(): Promise<void> {
  const { platform } = globalThis as unknown as { platform?: RunningPlatform };
  await platform?.stop();
  if (process.env.GENKAN_DATA_DIR) rmSync(process.env.GENKAN_DATA_DIR, { recursive: true, force: true });
}
