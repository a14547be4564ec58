/** Gender and case of a name, the two things that its parts must agree in. */

export type Gender = 'male' | 'female';

/** Cases as petrovich names them. */
export type Case = 'nominative' | 'genitive' | 'dative' | 'accusative' | 'instrumental' | 'prepositional';

/** One way to read a word as a part of a name. */
export interface Reading {
  /** The word in the nominative, lower case, ё as typed. */
  nominative: string;
  gender: Gender;
  /** The cases that the word can stand in. */
  cases: readonly Case[];
}
