/**
 * The letter that bounced, as a report returns it: whole, its header only, or copied below the report's own words.
 * In: that text. Out: its Message-ID, whom it was for and from; nulls where it does not tell. Never fails.
 */

const MAX_HEADER = 64 * 1024;
const MAX_ADDRESSES = 50;
const ADDRESS = /[^\s<>@"'()[\]:;,]{1,64}@[^\s<>@"'()[\]:;,]{1,255}/g;

export interface Returned {
  /** With angle brackets. */
  messageId: string | null;
  /** Addresses in lower case. */
  to: string[];
  from: string[];
}

/** Reads the header of a returned letter; copies may be indented or marked with `>`. */
export function readReturned(text: string | null | undefined): Returned {
  const header = (text ?? '').slice(0, MAX_HEADER);
  const addresses = (name: string) => {
    const value = new RegExp(
      `^[>| \\t]{0,20}${name}:([^\\n]{0,4000}(?:\\n[>| \\t]{0,20}[ \\t][^\\n:]{1,1000}){0,9})`,
      'im',
    );
    return (value.exec(header)?.[1]?.match(ADDRESS) ?? []).slice(0, MAX_ADDRESSES).map((one) => one.toLowerCase());
  };
  return {
    messageId: /^[>| \t]{0,20}message-id:[ \t]*(?:\n[>| \t]{1,20})?(<[^<>\s]{1,900}>)/im.exec(header)?.[1] ?? null,
    to: addresses('to'),
    from: [...addresses('from'), ...addresses('return-path'), ...addresses('sender')],
  };
}
