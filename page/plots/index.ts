export { answerOf, valueOf } from './answer';
export type { Answer, AnswerRow } from './answer';
export { defaultDisplay } from './default-display';
export { draw, seriesOf } from './draw';
export { comparisonOf, newestOf, plotWords } from './words';
