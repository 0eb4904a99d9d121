// <netsplit-lab> as a component: its attributes are properties, its events are callbacks.
import { useEffect, useRef } from "react";
import type { NetsplitAttributes, NetsplitEventMap, NetsplitLab } from "../../../static/netsplit.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "netsplit-lab": NetsplitAttributes & { ref?: React.Ref<NetsplitLab> };
    }
  }
}

type Props = NetsplitAttributes & {
  onStory?: (story: NetsplitEventMap["story"]["detail"]) => void;
  onReady?: (lab: NetsplitLab) => void;
};

export function Lab({ onStory, onReady, ...attributes }: Props) {
  const lab = useRef<NetsplitLab>(null);
  useEffect(() => {
    const element = lab.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("story", ({ detail }) => onStory?.(detail), { signal });
    element.addEventListener("ready", () => onReady?.(element), { signal });
    return () => listening.abort();
  }, [onStory, onReady]);
  return <netsplit-lab ref={lab} {...attributes} />;
}
