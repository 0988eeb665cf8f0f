/** Forms in which annotations leave. */
export type AnnotationForm = 'coco' | 'labelme' | 'yolo' | 'masks';

/** Annotations, as other tools read them: one JSON file or an archive. */
export interface AnnotationFile {
  readonly kind: 'json' | 'zip';
  readonly content: Uint8Array<ArrayBuffer>;
  /** Sentences about what the form cannot hold. */
  readonly notices: readonly string[];
}

/** What came of running an exported model beside the page. */
export interface ModelCheck {
  readonly images: number;
  /** Of the page, each compared with that of the model which lies most like it. */
  readonly objects: number;
  /** Of their masks; 1 where there is no object. */
  readonly leastIou: number;
  /** Of their scores. */
  readonly mostDifference: number;
  /** Whether it is as good as the same. */
  readonly agrees: boolean;
}

/** The teacher as a model file for other programs. */
export interface ExportedModel {
  /** ONNX. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** Of its input, in pixels. */
  readonly side: number;
  /** Of its mask logits. */
  readonly maskSide: number;
  /** Instances that it gives for an image. */
  readonly rows: number;
  readonly classes: readonly string[];
  /** Steps that its weights were trained for. */
  readonly step: number;
  readonly check: ModelCheck;
}
