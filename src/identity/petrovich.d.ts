/** What we use of petrovich 0.2.1, which has no types: declines a name from the nominative. */
declare module 'petrovich' {
  type Decline = Record<
    'nominative' | 'genitive' | 'dative' | 'accusative' | 'instrumental' | 'prepositional',
    (name: string) => string
  >;
  type Names = Record<'first' | 'middle' | 'last', Decline>;
  const petrovich: { male: Names; female: Names };
  export default petrovich;
}
