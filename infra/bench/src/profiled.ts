import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

/* Loaded into a service by NODE_OPTIONS, which does not take node's own --cpu-prof: writes a profile when the process ends. */
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.on('exit', () => {
  // Within one thread the answer comes before `post` returns.
  session.post('Profiler.stop', (_, { profile }) => {
    writeFileSync(join(process.env.PROFILE_FOLDER ?? '.', `${process.pid}.cpuprofile`), JSON.stringify(profile));
  });
});
