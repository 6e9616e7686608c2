import type { JudgedClaim } from './document.js';

/** Rows that stand at the same place of the paper. */
export interface Group {
  readonly place: string;
  readonly claims: readonly JudgedClaim[];
}

const PLACE = /Eqs?\. \([^)]*\)(?:-\([^)]*\))?|Figs?\. \d+[a-z]?|Sec(?:tion|\.) [IVX]+(?: ?[A-Z]\b)?|Table [IVX\d]+/;

/** The equation, figure panel or section that a source names first; the source itself if it names none. */
export function placeOf(source: string): string {
  const place = PLACE.exec(source)?.[0] ?? source;
  // the first of several equations that a source lists
  return place.replace(/^Eqs\. (\([^)]*\))$/, 'Eq. $1');
}

/** Equations before figures before sections, each by number; other sources after them, in the order of the ledger. */
function byPlace(a: Group, b: Group): number {
  const [rank, other] = [a, b].map(({ place }) => KINDS.findIndex((kind) => place.startsWith(kind)) + 1 || Infinity);
  if (rank !== other) return rank - other;
  return rank === Infinity ? 0 : numbered(a.place).localeCompare(numbered(b.place), 'en', { numeric: true });
}

const KINDS = ['Eq', 'Fig', 'Sec'] as const;
const numbered = (place: string): string => place.replace(/^(Eq|Fig)s?\. /, '$1 ');

/** Rows by equation, figure or section. */
export function groupsOf(claims: readonly JudgedClaim[]): Group[] {
  const places = new Map<string, JudgedClaim[]>();
  for (const claim of claims) {
    const place = placeOf(claim.source);
    places.set(place, [...(places.get(place) ?? []), claim]);
  }
  return [...places].map(([place, its]) => ({ place, claims: its })).sort(byPlace);
}

/** What a reader must know first: rows that are not as expected, then those that are refuted. */
export const findingsOf = (claims: readonly JudgedClaim[]): JudgedClaim[] => [
  ...surprisesOf(claims),
  ...claims.filter((claim) => claim.isExpected && claim.verdict === 'refuted'),
];

/** Rows whose verdict is not the expected one. */
export const surprisesOf = (claims: readonly JudgedClaim[]): JudgedClaim[] =>
  claims.filter((claim) => !claim.isExpected);

/** What could not be decided. */
export const undecidedOf = (claims: readonly JudgedClaim[]): JudgedClaim[] =>
  claims.filter(({ verdict }) => verdict === 'undecided');
