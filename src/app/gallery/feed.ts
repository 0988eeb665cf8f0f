/** How the feed asks for a picture and hands it on; `show` may reject, the picture is then asked for again later. */
export interface FeedOptions<Picture> {
  readonly request: (id: number) => Promise<Picture>;
  /** Requests under way at once. The worker answers between training steps, so more would only queue there. */
  readonly atOnce: number;
  /** Milliseconds that a picture stands before new predictions replace it. */
  readonly interval: number;
  readonly now?: () => number;
}

type Show<Picture> = (picture: Picture) => void;

interface Place<Picture> {
  readonly show: Show<Picture>;
  /** Generation of the picture it shows; -1 for none. */
  generation: number;
  askedAt: number;
  underWay: boolean;
}

/**
 * Keeps the pictures that are in sight up to date: those never drawn first, then the one that has stood longest, a few
 * requests at a time, and each at most once per interval.
 */
export class PictureFeed<Picture> {
  readonly #options: FeedOptions<Picture>;
  readonly #now: () => number;
  readonly #places = new Map<number, Place<Picture>>();
  #generation = 0;
  #underWay = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resting = false;

  constructor(options: FeedOptions<Picture>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** From now on image `id` is in sight. Returns what to call when it no longer is. */
  watch(id: number, show: Show<Picture>): () => void {
    const place: Place<Picture> = {
      show,
      generation: -1,
      askedAt: Number.NEGATIVE_INFINITY,
      underWay: false,
    };
    this.#places.set(id, place);
    this.#next();
    return () => {
      if (this.#places.get(id) === place) this.#places.delete(id);
    };
  }

  /** Every picture is out of date: new predictions, other layers or another run. */
  invalidate(): void {
    this.#generation++;
    this.#next();
  }

  /** While resting (nobody sees the page, or no run stands) nothing is asked for. */
  rest(resting: boolean): void {
    this.#resting = resting;
    this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (!this.#resting && this.#underWay < this.#options.atOnce) {
      const stale = [...this.#places]
        .filter(([, place]) => !place.underWay && place.generation < this.#generation)
        .sort(([, a], [, b]) => a.askedAt - b.askedAt);
      const [first] = stale;
      if (!first) return;
      const wait = first[1].askedAt + this.#options.interval - this.#now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#next(), wait);
        return;
      }
      void this.#ask(...first);
    }
  }

  async #ask(id: number, place: Place<Picture>): Promise<void> {
    const generation = this.#generation;
    place.askedAt = this.#now();
    place.underWay = true;
    this.#underWay++;
    try {
      const picture = await this.#options.request(id);
      place.generation = generation;
      place.show(picture);
    } catch {
      // The engine was busy with another run or has crashed, and has said so; the picture comes with the next round.
      place.generation = generation;
    } finally {
      place.underWay = false;
      this.#underWay--;
      this.#next();
    }
  }
}
