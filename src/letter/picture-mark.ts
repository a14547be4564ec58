/** Marks that stand in a text where it shows a picture. A mark is the picture's place in a list between two private-use characters. */

/** A picture as a text shows it. */
export interface ShownPicture {
  /** Its Content-ID. */
  id: string;
  alt: string;
  /** A click on it opens a page. */
  linked: boolean;
  /** The mail program itself says that it stands in the signature. */
  signed: boolean;
}

/** A text with a mark for each of its pictures. */
export interface MarkedText {
  text: string;
  pictures: ShownPicture[];
}

export const MARKS = /\ue0f2\d{1,6}\ue0f3/g;

/** The mark of the picture with this place in the list. */
export const pictureMark = (place: number) => `\ue0f2${place}\ue0f3`;

/** A text without the characters that marks are made of. */
export const unmarked = (text: string) => text.replace(/[\ue0f2\ue0f3]/g, '');
