/** Health, readiness and metrics as a supervisor and Prometheus see them. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { openMetrics, type Snapshot } from '../../src/http/metrics.ts';
import { type HttpServer, openHttp, type Probes, type Readiness } from '../../src/http/server.ts';

const QUIET: Snapshot = {
  letters: [],
  tickets: [],
  outbox: [],
  mailboxes: [],
  queueReachable: true,
  antivirusReachable: null,
};
const WELL: Readiness = { ok: true, parts: { register: { ok: true } } };

const open: HttpServer[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const server of open.splice(0)) await server.close();
});

async function serve(probes: Partial<Probes>): Promise<(path: string) => Promise<Response>> {
  const settings = { host: '127.0.0.1', port: 0 };
  const server = await openHttp(settings, {
    ready: async () => WELL,
    metrics: openMetrics(async () => QUIET),
    ...probes,
  });
  open.push(server);
  return (path) => fetch(`http://127.0.0.1:${server.port}${path}`);
}

describe('/healthz', () => {
  test('answers as long as the process lives, ready or not', async () => {
    const get = await serve({ ready: async () => ({ ok: false, parts: {} }) });
    const answer = await get('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  });
});

describe('/readyz', () => {
  const login = { ok: false, note: 'IMAP_LOGIN' };
  const cases: { name: string; ready: Probes['ready']; status: number; body: Readiness }[] = [
    { name: 'all is well', ready: async () => WELL, status: 200, body: WELL },
    {
      name: 'a part is not well: which and why',
      ready: async () => ({ ok: false, parts: { register: { ok: true }, 'imap support INBOX': login } }),
      status: 503,
      body: { ok: false, parts: { register: { ok: true }, 'imap support INBOX': login } },
    },
    {
      name: 'the probe itself fails: its code, not its text',
      ready: () => Promise.reject(new Fault('REGISTER_CLOSED', 'anna@example.org')),
      status: 503,
      body: { ok: false, parts: { service: { ok: false, note: 'REGISTER_CLOSED' } } },
    },
  ];
  test.each(cases)('$name', async ({ ready, status, body }) => {
    const answer = await (await serve({ ready }))('/readyz');
    expect([answer.status, await answer.json()]).toEqual([status, body]);
  });

  test('the probe hangs: not ready', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = Promise.withResolvers<void>();
    const get = await serve({
      ready: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    const answer = get('/readyz');
    await asked.promise;
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await answer).status).toBe(503);
    expect(await (await answer).json()).toMatchObject({ parts: { service: { note: 'no answer in time' } } });
  });
});

describe('/metrics', () => {
  test('what was counted and timed, and what stands in the register', async () => {
    const metrics = openMetrics(async () => ({
      letters: [{ state: 'registered', class: 'human', count: 12 }],
      tickets: [{ status: 'awaiting_info', count: 2 }],
      outbox: [{ state: 'queued', count: 3 }],
      mailboxes: [{ account: 'support', folder: 'INBOX', connected: true }],
      queueReachable: false,
      antivirusReachable: false,
    }));
    metrics.meter.count('letters', { outcome: 'registered', class: 'human' });
    metrics.meter.count('deliveries', { outcome: 'accepted' });
    metrics.meter.count('files', { verdict: 'refused' });
    metrics.meter.count('scans', { outcome: 'infected' });
    metrics.meter.time('examine', 20);
    const answer = await (await serve({ metrics }))('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const lines = (await answer.text()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'priemnaya_letters{state="registered",class="human"} 12',
        'priemnaya_tickets{status="awaiting_info"} 2',
        'priemnaya_outbox{state="queued"} 3',
        'priemnaya_mailbox_connected{account="support",folder="INBOX"} 1',
        'priemnaya_queue_reachable 0',
        'priemnaya_antivirus_reachable 0',
        'priemnaya_scans_total{outcome="infected"} 1',
        'priemnaya_snapshot_ok 1',
        'priemnaya_letters_total{outcome="registered",class="human"} 1',
        'priemnaya_deliveries_total{outcome="accepted"} 1',
        'priemnaya_files_total{verdict="refused"} 1',
        'priemnaya_step_seconds_bucket{le="0.025",step="examine"} 1',
        'priemnaya_step_seconds_bucket{le="0.01",step="examine"} 0',
        'priemnaya_step_seconds_sum{step="examine"} 0.02',
      ]),
    );
    expect(lines.some((line) => line.startsWith('priemnaya_process_cpu_seconds_total'))).toBe(true);
  });

  test('a state that nothing is in any more is not told stale', async () => {
    const pages: Snapshot[] = [{ ...QUIET, outbox: [{ state: 'queued', count: 1 }] }, QUIET];
    const metrics = openMetrics(async () => pages.shift() ?? QUIET);
    expect(await metrics.page()).toContain('priemnaya_outbox{state="queued"} 1');
    expect(await metrics.page()).not.toContain('priemnaya_outbox{');
  });

  test('an office without a scanner has no number of one', async () => {
    expect(await openMetrics(async () => QUIET).page()).not.toMatch(/^priemnaya_antivirus_reachable \d/m);
  });

  test('a register that cannot be read leaves the rest of the page', async () => {
    const metrics = openMetrics(() => Promise.reject(new Error('locked')));
    const page = await metrics.page();
    expect(page).toContain('priemnaya_snapshot_ok 0');
    expect(page).not.toMatch(/^priemnaya_queue_reachable \d/m);
    expect(page).toContain('priemnaya_nodejs_eventloop_lag_seconds');
  });
});

test('anything else is not found', async () => {
  expect((await (await serve({}))('/')).status).toBe(404);
});

test('a taken port is said plainly', async () => {
  await serve({});
  const port = open[0]?.port ?? 0;
  const probes = { ready: async () => WELL, metrics: openMetrics(async () => QUIET) };
  await expect(openHttp({ host: '127.0.0.1', port }, probes)).rejects.toMatchObject({
    code: 'HTTP_LISTEN',
    message: `http: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`,
  });
});
