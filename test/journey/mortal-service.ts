/** The service, in a process that kills itself at a border, or falls asleep there: DIE_AT is `border` or `border:times`, DIE_BY the signal. */
import { loadConfig } from '../../src/config.ts';
import { openLog } from '../../src/log.ts';
import { startService } from '../../src/service.ts';

const [border, times = '1'] = (process.env.DIE_AT ?? '').split(':');
let left = Number(times);

const config = loadConfig({ env: process.env, cwd: process.cwd() });
await startService(config, openLog(config.log.level, false), {
  crossed(crossed) {
    if (crossed !== border) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, process.env.DIE_BY ?? 'SIGKILL');
  },
});
