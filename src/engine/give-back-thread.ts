/** Lets messages and timers through: without it, no request to cancel would ever arrive. */
export function giveBackThread(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
