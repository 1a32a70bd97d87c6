/** What changes a page, one after the other: what is wished for meanwhile has its turn when all before it is shown. */

export class InTurn {
  constructor() {
    this.going = null;
  }

  /** Begin something in its turn, at once where nothing goes on: it sees the page as all before it has left it. */
  async begin(act) {
    while (this.going) await this.going;
    return act();
  }

  /** Do some work in its turn, and give what it gives; all others wait meanwhile. */
  async take(work) {
    while (this.going) await this.going;
    const done = work();
    this.going = done.then(() => {}, () => {}); // its faults are nothing to those who wait
    try {
      return await done;
    } finally {
      this.going = null;
    }
  }
}
