/** What the structure of a picture tells without decoding it. */
export interface Picture {
  /** 0 when the header does not say. */
  width: number;
  height: number;
  /** Every part is there up to the end mark. */
  complete: boolean;
  /** Where the picture ends in the file; its length when incomplete. */
  end: number;
  /** A comment or other text inside holds markup or script. */
  markup: boolean;
}
