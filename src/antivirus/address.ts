/** Where clamd listens: `clamd://host:port` (3310 when no port is given), or `clamd:///path` for its socket on this machine. */

export type ScannerAddress = { host: string; port: number } | { path: string };

/** Reads such a URL. Null for what is none. */
export function readScannerAddress(text: string): ScannerAddress | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'clamd:' || url.username || url.password || url.search || url.hash) return null;
  if (url.hostname === '') return url.pathname.length > 1 ? { path: decodeURI(url.pathname) } : null;
  if (!/^\/?$/.test(url.pathname)) return null;
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) };
}
