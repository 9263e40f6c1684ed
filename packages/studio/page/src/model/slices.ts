/** Longest stretch of work between two chances for the page to draw and to answer, in milliseconds. */
const sliceMs = 12;

/**
 * Does work in slices until it is done, or until `signal` ends it.
 *
 * @param work goes on until it is done or its time is over; returns whether it is done
 * @param onSlice called after each slice
 */
export async function inSlices(
  work: (isTimeOver: () => boolean) => boolean,
  onSlice: (isDone: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const end = performance.now() + sliceMs;
    const isDone = work(() => performance.now() >= end);
    onSlice(isDone);
    if (isDone) return;
    await nextTask();
  }
}

/** A task of its own, without the 4 ms that nested timers wait. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
