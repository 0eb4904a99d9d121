// What must hold on every page for whoever enlarges it or has no pointer.

// What can be pressed or typed into, and is there to be seen.
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']";

// Complaints about what does not fit the window as it is: sideways scrolling, and controls that cannot be brought to where
// they can be pressed.
export async function misfits(page) {
  return page.evaluate((controls) => {
    const complaints = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth) complaints.push(`the page is ${root.scrollWidth} wide in a window of ${innerWidth}`);
    const name = (control) => `${control.tagName.toLowerCase()} ${control.getAttribute("aria-label") ?? control.textContent.trim().slice(0, 40)}`;
    // An open dialog makes everything else inert.
    const within = document.querySelector("dialog[open]") ?? document;
    for (const control of within.querySelectorAll(controls)) {
      if (control.disabled || control.closest("[inert]") || !control.checkVisibility({ visibilityProperty: true })) continue;
      control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = control.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      // Anything of it that can be pressed will do: labels and neighbours may lie over a part.
      const spots = [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]];
      const free = spots.some(([x, y]) => {
        const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
        return hit && (control.contains(hit) || hit.contains(control) && !hit.matches("dialog, main, body, html") || hit.closest("label")?.control === control);
      });
      if (!free) complaints.push(`${name(control)} cannot be pressed at ${Math.round(box.left)},${Math.round(box.top)} (${Math.round(box.width)}×${Math.round(box.height)})`);
    }
    scrollTo(0, 0);
    return complaints;
  }, CONTROLS);
}

// Goes through the page by Tab, once around. Complaints about controls that are never reached, and about a focus that cannot
// be seen. A group with one tab stop (radio buttons, tabs, nodes) is reached when one of it is.
export async function unreached(page, most = 400) {
  await page.evaluate((controls) => {
    document.activeElement?.blur?.();
    scrollTo(0, 0);
    globalThis.stops = new Set();
    globalThis.wanted = () => {
      const within = document.querySelector("dialog[open]") ?? document;
      const all = [...within.querySelectorAll(controls)].filter(
        (control) => !control.disabled && control.tabIndex >= 0 && !control.closest("[inert]") && control.checkVisibility({ visibilityProperty: true }),
      );
      return all.filter((control) => control.type !== "radio" || control.checked || !document.querySelector(`input[name="${control.name}"]:checked`));
    };
  }, CONTROLS);
  const complaints = new Set();
  let strangers = 0;
  for (let presses = 0; presses < most && strangers < 2; presses++) {
    await page.keyboard.press("Tab");
    const told = await page.evaluate(() => {
      const now = document.activeElement;
      if (!now || now === document.body) return { stranger: true };
      if (globalThis.stops.has(now)) return { again: true };
      globalThis.stops.add(now);
      const box = now.getBoundingClientRect();
      const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const name = `${now.tagName.toLowerCase()} ${now.getAttribute("aria-label") ?? now.textContent.trim().slice(0, 40)}`;
      // What the focus looks like is what changes when it goes.
      const near = [now, ...now.querySelectorAll("*"), now.parentElement, now.nextElementSibling].filter(Boolean);
      const look = () => near.map((element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, stroke, strokeWidth, opacity, visibility, borderColor } = getComputedStyle(element);
        return [outlineStyle, outlineWidth, outlineColor, boxShadow, stroke, strokeWidth, opacity, visibility, borderColor].join();
      }).join("\n");
      const focused = look();
      now.blur();
      const shown = look() !== focused;
      now.focus({ preventScroll: true });
      return { name, shown, inView };
    });
    if (told.stranger || told.again) strangers += 1;
    else strangers = 0;
    if (told.name && !told.shown) complaints.add(`the focus on ${told.name} cannot be seen`);
    if (told.name && !told.inView) complaints.add(`the focus on ${told.name} is out of view`);
  }
  const missed = await page.evaluate(() =>
    globalThis.wanted().filter((control) => !globalThis.stops.has(control))
      .map((control) => `${control.tagName.toLowerCase()} ${control.getAttribute("aria-label") ?? control.textContent.trim().slice(0, 40)} is never reached by Tab`),
  );
  return [...complaints, ...missed];
}
