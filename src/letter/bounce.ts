/** What a delivery status notification says (RFC 3464 and the common non-standard reports). */

export interface Bounce {
  /** The address that could not be reached; null when the report does not tell. */
  recipient: string | null;
  /** Enhanced status code `5.1.1` (RFC 3463); null when none can be told. */
  status: string | null;
  permanent: boolean;
  /** Message-ID of the letter that bounced, with angle brackets. */
  ofMessageId: string | null;
}
