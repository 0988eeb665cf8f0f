/** How a run's curve looks: a custom property that holds its colour, and a dash, so that colour is not all there is. */
export interface RunLook {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Of runs drawn beside the present one. */
export const comparedLooks: readonly RunLook[] = [
  { colour: '--series-2', dash: [8, 3] },
  { colour: '--series-4', dash: [3, 3] },
  { colour: '--series-5', dash: [10, 3, 2, 3] },
  { colour: '--series-1', dash: [2, 2] },
  { colour: '--series-3', dash: [14, 4] },
];

export const presentLook: RunLook = { colour: '--ink', dash: [] };
