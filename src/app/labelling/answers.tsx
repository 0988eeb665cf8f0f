import { Check, X } from 'lucide-react';

/** Whether a mask is of an object: the two answers of a review, with their keys. */
export function Answers({
  disabled = false,
  onAnswer,
}: {
  readonly disabled?: boolean;
  readonly onAnswer: (accepts: boolean) => void;
}) {
  return (
    <div className="review-answers">
      <button
        type="button"
        className="button small"
        title="It joins your labels (Y)"
        disabled={disabled}
        onClick={() => onAnswer(true)}
      >
        <Check aria-hidden="true" size={14} />
        Accept <kbd>Y</kbd>
      </button>
      <button
        type="button"
        className="button small"
        title="There is no such object; it is not offered again (N)"
        disabled={disabled}
        onClick={() => onAnswer(false)}
      >
        <X aria-hidden="true" size={14} />
        Refuse <kbd>N</kbd>
      </button>
    </div>
  );
}
