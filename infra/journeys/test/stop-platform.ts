import type { RunningPlatform } from '@genkan/local/running-platform';

export default async function stop(): Promise<void> {
  const { platform } = globalThis as unknown as { platform?: RunningPlatform };
  await platform?.destroy();
}
