/** What the process of a suspect letter tells the one that started it. Apart from the reader, which only the child has to load. */

/** The time of the letter begins now: that of the start is not its fault. */
export const READING = 'reading';
