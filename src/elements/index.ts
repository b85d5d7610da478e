/** What a page imports to use `<image-classifier>`. */
export { ImageClassifier } from './image-classifier/image-classifier';
export type { ClassifierStatus } from './image-classifier/custom-states';
export type { ElementConfiguration } from './image-classifier/configuration';
export * from './image-classifier/events';
export { ClassifierError, type ErrorCode } from '../core/errors';
export type { Thresholds, Verdict, VerdictKind } from '../core/verdict';
export type { Classifier, PhotoSource } from '../client/classifier';
