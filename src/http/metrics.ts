/**
 * The numbers of the service, in the form that Prometheus reads.
 * Enters: counts and times as they happen (`meter`), and a snapshot of what stands in the register, asked for at each
 * scrape. Leaves: text. Never fails: a snapshot that cannot be had shows as `priemnaya_snapshot_ok 0`, and its numbers
 * are left out rather than told stale.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Counts, Meter, Step } from './meter.ts';

/** What stands in the register and at the edges at this moment. */
export interface Snapshot {
  letters: { state: string; class: string; count: number }[];
  tickets: { status: string; count: number }[];
  outbox: { state: string; count: number }[];
  mailboxes: { account: string; folder: string; connected: boolean }[];
  queueReachable: boolean;
  /** Null: there is no scanner. */
  antivirusReachable: boolean | null;
}

export interface Metrics {
  meter: Meter;
  contentType: string;
  /** The whole page, with a fresh snapshot. */
  page(): Promise<string>;
}

/** Seconds: a letter of text takes a few ms, a slow mail server takes its time. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Defines the metrics, with a registry of their own. */
export function openMetrics(snapshot: () => Promise<Snapshot>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'priemnaya_' });
  const gauges = defineGauges(registry);
  return {
    meter: defineMeter(registry),
    contentType: registry.contentType,
    async page() {
      for (const gauge of Object.values(gauges)) gauge.reset();
      const now = await snapshot().catch(() => null);
      gauges.snapshotOk.set(now ? 1 : 0);
      if (now) fill(gauges, now);
      else gauges.queueReachable.remove();
      if (now?.antivirusReachable == null) gauges.antivirusReachable.remove();
      return registry.metrics();
    },
  };
}

function defineMeter(registry: Registry): Meter {
  const registers = [registry];
  const counters: Record<keyof Counts, Counter> = {
    letters: new Counter({
      name: 'priemnaya_letters_total',
      help: 'Letters that reached an end, or failed a try, since the start',
      labelNames: ['outcome', 'class'],
      registers,
    }),
    deliveries: new Counter({
      name: 'priemnaya_deliveries_total',
      help: 'Outcomes of outgoing letters since the start',
      labelNames: ['outcome'],
      registers,
    }),
    files: new Counter({
      name: 'priemnaya_files_total',
      help: 'Files of citizens by verdict since the start',
      labelNames: ['verdict'],
      registers,
    }),
    scans: new Counter({
      name: 'priemnaya_scans_total',
      help: 'Files and whole letters shown to the antivirus scanner since the start',
      labelNames: ['outcome'],
      registers,
    }),
  };
  const steps = new Histogram<'step'>({
    name: 'priemnaya_step_seconds',
    help: 'Time that one step of the walk takes for one letter',
    labelNames: ['step'],
    buckets: BUCKETS,
    registers,
  });
  return {
    count: (name, labels) => counters[name].inc({ ...labels }),
    time: (step: Step, ms) => steps.observe({ step }, ms / 1000),
  };
}

type Gauges = ReturnType<typeof defineGauges>;

function defineGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name: `priemnaya_${name}`, help, labelNames, registers: [registry] });
  return {
    letters: gauge('letters', 'Letters in the register', 'state', 'class'),
    tickets: gauge('tickets', 'Tickets in the register', 'status'),
    outbox: gauge('outbox', 'Outgoing letters in the register', 'state'),
    mailboxConnected: gauge('mailbox_connected', '1 when the folder is being watched', 'account', 'folder'),
    queueReachable: gauge('queue_reachable', '1 when the queue can be reached'),
    antivirusReachable: gauge('antivirus_reachable', '1 when the antivirus scanner answers; absent without one'),
    snapshotOk: gauge('snapshot_ok', '1 when the register could be read for this page'),
  };
}

function fill(gauges: Gauges, now: Snapshot): void {
  for (const { count, ...labels } of now.letters) gauges.letters.set(labels, count);
  for (const { count, ...labels } of now.tickets) gauges.tickets.set(labels, count);
  for (const { count, ...labels } of now.outbox) gauges.outbox.set(labels, count);
  for (const { connected, ...labels } of now.mailboxes) gauges.mailboxConnected.set(labels, connected ? 1 : 0);
  gauges.queueReachable.set(now.queueReachable ? 1 : 0);
  gauges.antivirusReachable.set(now.antivirusReachable ? 1 : 0);
}
