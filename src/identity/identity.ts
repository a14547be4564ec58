/** Who a letter is from, as far as the letter itself tells (domain.md §3). */

/** Parts of a name in the nominative case. Initials stay as `И.`; what the letter does not tell is null. */
export interface Fio {
  surname: string | null;
  given: string | null;
  patronymic: string | null;
}

export interface Identity {
  /** The applicant; null when the letter names nobody. */
  fio: Fio | null;
  fioSource: 'body' | 'signature' | 'subject' | 'display_name' | 'forwarded' | 'quoted' | 'combined' | null;
  /** 0…1: how sure we are that this is the applicant. */
  fioConfidence: number;
  /** Who else it might be: shown to staff when the confidence is low. */
  fioRunnerUp?: Fio | null;
  /** The adult in whose matter a representative writes. */
  onBehalfOf: Fio | null;
  /** Canonical `XXX-XXX-XXX YY`; filled for a wrong check sum too. */
  snils: string | null;
  /** null: not given. false: given, but its check digits, length or digits do not serve. */
  snilsValid: boolean | null;
  /** Every other 11-digit СНИЛС in the letter, in order of appearance. */
  otherSnils: string[];
  /** 10 or 12 digits. */
  inn: string | null;
  innValid: boolean | null;
  /** `+7XXXXXXXXXX`. */
  phone: string | null;
}
