// What pages call while they are built.

/** The first letters of a name, as they stand on a door: "Inês Carvalho" is "I. C.". */
export function initials(name: string): string {
  return name.split(/\s+/).map((part) => [...part][0].toUpperCase() + ".").join(" ");
}
