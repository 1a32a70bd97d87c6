/**
 * What the browser keeps: `kept` beyond its end, `ofTab` as long as a tab. Where it refuses, as one that keeps nothing of
 * this site or has no room left does, values stay in memory, so that the desk works on until the page is left.
 */

class Storage {
  constructor(name) {
    this.memory = new Map(); // what the browser did not take
    try {
      this.store = globalThis[name];
      this.store.getItem("");
    } catch {
      this.store = null;
    }
  }

  /** A value, null where there is none. */
  get(key) {
    return this.memory.get(key) ?? this.store?.getItem(key) ?? null;
  }

  /** Keep a value; tells whether it outlives the page. */
  set(key, value) {
    try {
      this.store.setItem(key, value);
      this.memory.delete(key);
      return true;
    } catch {
      this.memory.set(key, value);
      return false;
    }
  }

  remove(key) {
    this.memory.delete(key);
    this.store?.removeItem(key);
  }

  /** All keys, in order. */
  get keys() {
    return [...new Set([...Object.keys(this.store || {}), ...this.memory.keys()])].sort();
  }
}

export const kept = new Storage("localStorage");
export const ofTab = new Storage("sessionStorage");
