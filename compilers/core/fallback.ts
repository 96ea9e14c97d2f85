/** Stands where a row would name the file and the run of the model: it was no model. */
export const FALLBACK = 'fallback';
