/**
 * Lets the messages that have come in be handled. A message to oneself queues behind them; unlike a timer it is never
 * held back, not in a hidden tab either, and unlike `scheduler.yield` it does not jump the queue.
 */
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];

port1.onmessage = () => waiting.shift()?.();

export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(undefined);
  });
