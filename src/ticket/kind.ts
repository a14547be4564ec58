/** Kind of appeal (domain.md §5). */

export type Kind = 'запрос' | 'жалоба' | 'предложение' | 'обжалование';
