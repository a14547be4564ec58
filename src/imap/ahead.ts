/** Fetches the next batch while the present one is being stored: one item ahead, never more, so memory stays bounded. */

/**
 * The same items in the same order. The source is asked for the next one as soon as one is handed out; leaving the loop
 * early waits for what was asked and closes the source. A failure of the source appears when its item is due.
 */
export async function* ahead<T>(source: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let coming = ask(source);
  try {
    while (true) {
      const { value, done } = await coming;
      if (done) return;
      coming = ask(source);
      yield value;
    }
  } finally {
    await coming.catch(() => {});
    await source.return();
  }
}

/** A rejection nobody awaits yet must not count as unhandled; whoever awaits it later still gets it. */
function ask<T>(source: AsyncGenerator<T, void, undefined>): Promise<IteratorResult<T, void>> {
  const item = source.next();
  item.catch(() => {});
  return item;
}
