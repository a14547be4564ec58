/** What a letter asks of a ticket (domain.md §7). */

export type Intent = 'new' | 'reply' | 'status' | 'repeat' | 'appeal' | 'accept' | 'refuse' | 'close';
