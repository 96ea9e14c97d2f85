export { answerOf, valueOf } from './answer';
export type { Answer, AnswerRow } from './answer';
export { defaultDisplay } from './default-display';
export { draw, isDrawn, seriesOf } from './draw';
export { comparisonOf, newestOf, plotWords } from './words';
