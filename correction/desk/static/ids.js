/** Ids that are never used twice. */

/** An opaque id such as `d_7f3a…`, of 64 bits of chance. */
export function newId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
