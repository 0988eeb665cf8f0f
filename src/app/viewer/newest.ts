/**
 * One request at a time, and after it only the newest wish: dragging an opacity slider asks for sixty pictures a
 * second, of which the worker draws as many as it can and the last one for certain.
 */
export class NewestWish<Wish, Answer> {
  readonly #request: (wish: Wish) => Promise<Answer>;
  readonly #answered: (answer: Answer, wish: Wish) => void;
  readonly #failed: (error: unknown) => void;
  #underWay = false;
  #wish: { readonly wish: Wish } | undefined;

  constructor(
    request: (wish: Wish) => Promise<Answer>,
    answered: (answer: Answer, wish: Wish) => void,
    failed: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#answered = answered;
    this.#failed = failed;
  }

  async ask(wish: Wish): Promise<void> {
    this.#wish = { wish };
    if (this.#underWay) return;
    this.#underWay = true;
    while (this.#wish) {
      const { wish: next } = this.#wish;
      this.#wish = undefined;
      try {
        this.#answered(await this.#request(next), next);
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#underWay = false;
  }
}
