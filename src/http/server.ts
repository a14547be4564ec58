/**
 * Health and metrics over HTTP, for a supervisor, a load balancer and Prometheus. Read only; no personal data.
 * Enters: GET requests. Leaves: `/healthz` (the process answers), `/readyz` (it can do its work now; 503 and the reasons
 * when not), `/metrics`. May fail: at start, when the port is taken.
 */
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { Fault } from '../fault.ts';

/** `http` of the configuration. Port 0 takes a free one. */
export interface HttpSettings {
  host: string;
  port: number;
}

/** Is each part well now? `note` is a code or a short phrase for the administrator. */
export interface Readiness {
  ok: boolean;
  parts: Record<string, { ok: boolean; note?: string }>;
}

export interface Probes {
  ready(): Promise<Readiness>;
  metrics: { contentType: string; page(): Promise<string> };
}

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** A probe that takes longer than this is itself a trouble: supervisors give up after about ten seconds. */
const PATIENCE_MS = 5_000;

/** Opens the HTTP server. */
export async function openHttp(settings: HttpSettings, probes: Probes): Promise<HttpServer> {
  const server = fastify({ logger: false, forceCloseConnections: true });
  server.get('/healthz', async () => ({ ok: true }));
  server.get('/readyz', async (_request, reply) => {
    const readiness = await withPatience(probes.ready());
    return reply.code(readiness.ok ? 200 : 503).send(readiness);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(probes.metrics.contentType).send(await probes.metrics.page()),
  );
  try {
    await server.listen({ host: settings.host, port: settings.port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Fault('HTTP_LISTEN', `http: cannot listen on ${settings.host}:${settings.port} (${code})`, { cause });
  }
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => server.close() };
}

/** The probe's answer, or that there is none: a part that hangs or throws is not well. */
async function withPatience(answer: Promise<Readiness>): Promise<Readiness> {
  const { promise: late, resolve } = Promise.withResolvers<Readiness>();
  const timer = setTimeout(() => resolve(unwell('no answer in time')), PATIENCE_MS);
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    return unwell(error instanceof Fault ? error.code : 'the probe failed');
  } finally {
    clearTimeout(timer);
  }
}

function unwell(note: string): Readiness {
  return { ok: false, parts: { service: { ok: false, note } } };
}
