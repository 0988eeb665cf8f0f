import { useId } from 'react';
import type { AnnotationForm } from '../../engine/protocol/take-home.ts';

/** Forms in which annotations can leave, best first. */
export const FORMS: Readonly<
  Record<AnnotationForm, { readonly title: string; readonly short: string; readonly what: string }>
> = {
  coco: {
    title: 'COCO',
    short: 'COCO',
    what: 'One JSON file with everything: scores and both qualities too.',
  },
  labelme: { title: 'labelme', short: 'labelme', what: 'A zip with a JSON file of polygons for each image.' },
  yolo: {
    title: 'YOLO (segmentation)',
    short: 'YOLO',
    what: 'A zip with data.yaml and a text file for each image.',
  },
  masks: {
    title: 'Mask PNGs',
    short: 'PNG',
    what: 'A zip with two PNGs for each image: objects and classes.',
  },
};

interface FormChoiceProps {
  readonly form: AnnotationForm;
  readonly choose: (form: AnnotationForm) => void;
}

/** In which form labels and masks leave. */
export function FormChoice({ form, choose }: FormChoiceProps) {
  const id = useId();
  return (
    <div className="knob">
      <div className="knob-head">
        <label htmlFor={id}>Annotations as</label>
      </div>
      <div className="knob-body">
        <select
          id={id}
          value={form}
          aria-describedby={`${id}-what`}
          onChange={(event) => choose(event.target.value as AnnotationForm)}
        >
          {Object.entries(FORMS).map(([value, { title }]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <p id={`${id}-what`} className="muted facts">
        {FORMS[form].what}
      </p>
    </div>
  );
}
