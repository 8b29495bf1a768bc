/** Thrown inside the EVTX reader at the first byte that cannot be right; caught per record and reported. */
export class Damage extends Error {}
