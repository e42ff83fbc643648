const bus = new EventTarget();

/** @returns a function that stops listening */
export function on(name, listener) {
  const heard = ({ detail }) => listener(detail);
  bus.addEventListener(name, heard);
  return () => bus.removeEventListener(name, heard);
}

export function emit(name, detail) {
  bus.dispatchEvent(new CustomEvent(name, { detail }));
}

/** At most one run each `everyMs`, the last wish always heeded. */
export function paced(everyMs, run) {
  let timer;
  let last = -Infinity;
  return () => {
    if (timer !== undefined) return;
    const wait = Math.max(0, last + everyMs - performance.now());
    timer = setTimeout(() => {
      timer = undefined;
      last = performance.now();
      void run();
    }, wait);
  };
}
