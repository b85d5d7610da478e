/**
 * Welcomes files that are dragged over a place that takes them, for `dragenter` and `dragover`.
 *
 * @returns `false`, with nothing done, when it is something else that is dragged.
 */
export function welcomeFiles(event: DragEvent): boolean {
  if (!event.dataTransfer?.types.includes('Files')) return false;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  return true;
}

/** Whether a `dragleave` leaves all of `places`: going on to something inside is not leaving. */
export function hasLeft({ relatedTarget }: DragEvent, ...places: readonly Node[]): boolean {
  return !(relatedTarget instanceof Node && places.some((place) => place.contains(relatedTarget)));
}
