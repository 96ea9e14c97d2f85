/** What an app that is run as a program of its own says when it ends without having synthesized. */
export const NOTHING_SYNTHESIZED = 'nothing synthesized';
