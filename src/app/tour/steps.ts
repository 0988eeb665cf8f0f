export interface TourStep {
  /** What it is about, as a selector of the page. */
  readonly target: string;
  readonly title: string;
  readonly words: string;
}

/** From the images to the question whether it helped. */
export const TOUR: readonly TourStep[] = [
  {
    target: '.gallery',
    title: 'A few images with labels, many without',
    words:
      'The network learns from the labelled images, labels the others by itself, and is measured on the validation images. Your own folder can be dropped anywhere on the page; nothing leaves this computer.',
  },
  {
    target: '.transport',
    title: 'Train it here',
    words:
      'Play trains, step by step, in this page. First on labels alone; after the burn-in a teacher begins to label. Pause and change what you like at any time.',
  },
  {
    target: '.plane-panel',
    title: 'Two qualities, two thresholds',
    words:
      'Every pseudo-label is a point: how sure the teacher is of the class, and how sure of the mask. Drag the two lines and read at once what they would keep, and how much of it is right. Letting go applies them.',
  },
  {
    target: '.viewer',
    title: 'Why this one, and why not that',
    words:
      'Click a point, or draw a lasso around some: the mask is shown on its image, with the reason why it is kept or refused in words. Layers show the truth and where the teacher wavers.',
  },
  {
    target: '.curves',
    title: 'Did it help?',
    words:
      'The curves tell, and Runs keeps every one of them: put two side by side, or let an ablation train the method part by part with the same data and seeds.',
  },
];
