/** Asks the browser once not to clear what this page keeps: when there is something that would be missed. */
let asked = false;

export function askToPersist(): void {
  const storage = globalThis.navigator?.storage;
  if (asked || !storage?.persist) return;
  asked = true;
  // Where it declines, the storage meter says so.
  storage.persist().catch(() => {});
}
